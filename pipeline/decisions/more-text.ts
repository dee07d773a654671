import type { OtherWords } from './written-row.js'

/**
 * Somebody's other words as one text: `heading: text`, a line each. Line breaks, backslashes, and colons of a heading
 * are written with a backslash before them, so that the text can be read back whole.
 */
export function moreText(more: readonly OtherWords[]): string | null {
  if (more.length === 0) return null
  return more
    .map(({ heading, text }) => `${escaped(heading).replaceAll(':', '\\:')}: ${escaped(text)}`)
    .join('\n')
}

/** The words that such a text stands for. A line that somebody else wrote, without a colon, is kept as it is. */
export function readMoreText(written: string): OtherWords[] {
  return written
    .split(/\r\n|\r|\n/)
    .filter((line) => line !== '')
    .map((line) => {
      const [, heading, text = ''] = /^((?:\\.|[^\\:])*): ?(.*)$/s.exec(line) ?? []
      if (heading === undefined) return { heading: 'More', text: unescaped(line) }
      return { heading: unescaped(heading), text: unescaped(text) }
    })
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r')
}

function unescaped(text: string): string {
  return text.replace(/\\([nr\\:])/g, (_, sign: string) => (sign === 'n' ? '\n' : sign === 'r' ? '\r' : sign))
}
