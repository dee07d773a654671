/** How often each code point, such as `U+4E2D`, was marked. */
export type UnprintableCount = Map<string, number>

/** With the character before them, which a combining mark may join. */
const beyondAscii = /[\s\S]?[\u0080-\uffff]+/g
const spaces = /\p{White_Space}/u
/** Joiners, variation selectors and the like: they show nothing by themselves, in any font. */
const showsNothing = /\p{Default_Ignorable_Code_Point}/u

/**
 * A text with each run of characters that cannot be printed as their code points in brackets, put into `frame`; they are
 * added to `count`. Composed first (NFC), since fonts have é and not its two parts; a space of another kind becomes a plain one.
 */
export function markedText(
  text: string,
  isPrintable: (point: number) => boolean,
  count: UnprintableCount,
  frame: (mark: string) => string = (mark) => mark,
): string {
  return text.replace(beyondAscii, (written) => {
    let shown = ''
    let run: string[] = []
    const endRun = () => {
      if (run.length > 0) shown += frame(`[${run.join(' ')}]`)
      run = []
    }
    for (const character of written.normalize('NFC')) {
      const point = character.codePointAt(0) ?? 0
      if (isPrintable(point) || spaces.test(character)) {
        endRun()
        shown += isPrintable(point) ? character : ' '
      } else if (!showsNothing.test(character)) {
        const code = `U+${point.toString(16).toUpperCase().padStart(4, '0')}`
        count.set(code, (count.get(code) ?? 0) + 1)
        run.push(code)
      } else if (run.length === 0) shown += character
    }
    endRun()
    return shown
  })
}
