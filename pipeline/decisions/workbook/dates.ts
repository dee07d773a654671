import { attribute, xmlPieces } from './xml.js'

/** Number formats that need no definition and show a day (ECMA-376 part 1, 18.8.30). */
const builtInDates = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58])

/** Which cell styles, by number, show a number as a day. */
export function dateStyles(xml: string): ReadonlySet<number> {
  const formats = new Set(builtInDates)
  const styles = new Set<number>()
  let inCells = false
  let count = 0
  for (const piece of xmlPieces(xml)) {
    if (piece.kind === 'text') continue
    if (piece.name === 'cellXfs') inCells = piece.kind === 'open'
    if (piece.kind !== 'open') continue
    const id = Number(attribute(piece.attributes, 'numFmtId'))
    if (piece.name === 'numFmt') {
      if (showsDay(attribute(piece.attributes, 'formatCode') ?? '')) formats.add(id)
      else formats.delete(id)
    }
    if (piece.name !== 'xf' || !inCells) continue
    if (formats.has(id)) styles.add(count)
    count += 1
  }
  return styles
}

/** Whether a format code names a day, a month or a year, beside what it quotes; `m` alone may be minutes. */
function showsDay(code: string): boolean {
  const signs = code.replace(/"[^"]*"|\[[^\]]*\]|[\\_*]./g, '')
  return /[yd]|m{3}/i.test(signs) || (/m/i.test(signs) && !/[hs]/i.test(signs))
}

const msPerDay = 86_400_000

/**
 * The day, or the moment, that a number stands for: YYYY-MM-DD, with `THH:MM:SS` where the number has a fraction.
 * Null where no calendar reaches. Excel takes 1900 for a leap year, so that its first 59 days lie one day later.
 */
export function momentOf(serial: number, from1904: boolean): string | null {
  const days = from1904 ? serial + 1462 : serial
  if (!(days >= 1 && days < 2_958_466)) return null
  const shifted = days < 60 ? days + 1 : days
  const ms = Math.round(((shifted - 25_569) * msPerDay) / 1000) * 1000
  const [day = '', time = ''] = new Date(ms).toISOString().slice(0, 19).split('T')
  return time === '00:00:00' ? day : `${day}T${time}`
}
