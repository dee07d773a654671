/**
 * A text as plain words of GitHub-flavoured markdown, on one line, fit for a table cell.
 *
 * Nothing in it is read as markup, HTML, link, mention or issue: marks are escaped, and an empty character reference
 * breaks what GitHub links by itself (`@name`, `#1`, `GH-1`, `www.`, `https://`).
 */
export function plain(text: string): string {
  return text
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .replace(/[\\`*_{}[\]()#+!|~^$]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/@/g, `@${gap}`)
    .replace(/\\#(?=\d)/g, `\\#${gap}`)
    .replace(/\b(gh-)(?=\d)/gi, `$1${gap}`)
    .replace(/\b(www)(?=\.)/gi, `$1${gap}`)
    .replace(/\b(https?|ftp|mailto|xmpp)(?=:)/gi, `$1${gap}`)
    .replace(/^([-=]|\d+(?=[.)](\s|$)))/, `${gap}$1`)
}

/** A space of no width: it shows nothing and keeps apart. */
const gap = '&#8203;'

/** An address as a code span, in which nothing is linked by itself; what would end it is percent-encoded. */
export function code(address: string): string {
  return `\`${address.replace(/[\p{C}\s`|]/gu, (character) => encodeURIComponent(character.replace(/\p{Surrogate}/u, '?')))}\``
}

/** The first characters of a text, with a mark where more is left out. */
export function short(text: string, most: number): string {
  const characters = [...text]
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`
}

/** A table of GitHub-flavoured markdown; cells are markdown already. Figures stand on the right. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] {
  const isFigures = head.map((_, column) => rows.every((row) => typeof row[column] === 'number'))
  return [
    `| ${head.join(' | ')} |`,
    `|${isFigures.map((figures) => (figures ? ' ---: |' : ' --- |')).join('')}`,
    ...rows.map((row) => `| ${row.join(' | ')} |`),
  ]
}

/** A link to the web behind escaped words; the words alone where the address is none of the web. */
export function link(words: string, url: string | null): string {
  if (url === null || !/^https?:\/\//i.test(url) || !URL.canParse(url)) return plain(words)
  const href = new URL(url).href.replace(/[()<>|\\`*_~[\]\s]/g, (character) =>
    encodeURIComponent(character).replace(/[()*~_]/g, hex),
  )
  return `[${plain(words)}](${href})`
}

function hex(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`
}
