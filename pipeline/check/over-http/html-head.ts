/** What a page says of itself at its beginning, as a browser with scripts would read it. */
export interface HtmlHead {
  /** The text of the first `<title>`, or null. */
  title: string | null
  /** The `content` of the first `<meta http-equiv=refresh>`, or null. */
  refresh: string | null
  /** The `href` of the first `<link rel=canonical>`, or null. */
  canonical: string | null
  /** The `href` of the first `<base>`, or null. */
  base: string | null
  /** The first words outside of any tag, {@link wordsAtMost} characters or all there are. */
  words: string
}

const wordsAtMost = 400

/** Their content is text, or is not shown where scripts run: a refresh in `<noscript>` is for other readers. */
const opaque = new Set(['script', 'style', 'noscript', 'template', 'textarea', 'title', 'iframe', 'xmp'])

/**
 * Reads title, refresh, canonical, base and first words out of the beginning of a page, however broken.
 *
 * Not a parser but a scanner after the tokenizer of the HTML standard (13.2.5): comments and opaque elements are stepped
 * over, one cut off by the end hides the rest. It never goes back, so that hostile pages cost linear time.
 */
export function readHtmlHead(html: string): HtmlHead {
  const head: HtmlHead = { title: null, refresh: null, canonical: null, base: null, words: '' }
  const folded = html.replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase())
  let at = folded.indexOf('<')
  while (at >= 0) {
    const from = readOn(at)
    at = folded.indexOf('<', from)
    if (head.words.length < wordsAtMost) addWords(html.slice(from, at < 0 ? undefined : at))
  }
  return head

  function addWords(text: string): void {
    head.words = `${head.words} ${plain(text)}`.trim().slice(0, wordsAtMost)
  }

  /** Takes in the markup that begins here; gives where to read on. */
  function readOn(from: number): number {
    if (folded.startsWith('<!--', from)) return endOf(folded, '-->', from + 2)
    return /[/!?]/.test(folded.charAt(from + 1)) ? endOf(folded, '>', from + 1) : element(from)
  }

  /** Takes in the element that begins here; gives where to read on. */
  function element(from: number): number {
    const name = matchAt(/[a-z][a-z0-9]*/y, folded, from + 1)
    if (name === '') return from + 1
    const { attributes, end } = readAttributes(html, from + 1 + name.length)
    if (end > html.length) return end
    note(name, attributes)
    if (!opaque.has(name)) return end
    const close = endOf(folded, `</${name}`, end) - name.length - 2
    if (name === 'title') head.title ??= plain(html.slice(end, close))
    return Math.max(end, close)
  }

  function note(name: string, attributes: ReadonlyMap<string, string>): void {
    if (name === 'base') head.base ??= attributes.get('href') ?? null
    if (name === 'link' && /(^|\s)canonical(\s|$)/i.test(attributes.get('rel') ?? '')) {
      head.canonical ??= attributes.get('href') ?? null
    }
    if (name !== 'meta' || attributes.get('http-equiv')?.trim().toLowerCase() !== 'refresh') return
    head.refresh ??= attributes.get('content') ?? null
  }
}

/** The attributes of a tag from there on, the first of each name, and where the tag ends: past the text if it does not. */
function readAttributes(html: string, from: number) {
  const attributes = new Map<string, string>()
  let at = from
  while (at < html.length) {
    at += matchAt(/[\s/]*/y, html, at).length
    if (html[at] === '>') return { attributes, end: at + 1 }
    const name = matchAt(/=?[^\s/>=]*/y, html, at)
    at += name.length
    const equals = matchAt(/\s*=\s*/y, html, at)
    at += equals.length
    const { value, end } = equals === '' ? { value: '', end: at } : readValue(html, at)
    if (!attributes.has(name.toLowerCase())) attributes.set(name.toLowerCase(), decodeEntities(value))
    at = end
  }
  return { attributes, end: html.length + 1 }
}

function readValue(html: string, from: number): { value: string; end: number } {
  const quote = html[from]
  if (quote !== '"' && quote !== "'") {
    const value = matchAt(/[^\s>]*/y, html, from)
    return { value, end: from + value.length }
  }
  const close = html.indexOf(quote, from + 1)
  return close < 0 ? { value: '', end: html.length } : { value: html.slice(from + 1, close), end: close + 1 }
}

function matchAt(sticky: RegExp, text: string, at: number): string {
  sticky.lastIndex = at
  return sticky.exec(text)?.[0] ?? ''
}

/** Just behind the mark, or the end of the text where there is none. */
function endOf(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from)
  return found < 0 ? text.length + mark.length : found + mark.length
}

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
}

function plain(text: string): string {
  return decodeEntities(text).replace(/\s+/g, ' ').trim()
}

/** Resolves the entities that XML knows, `&nbsp;` and numeric ones; any other stays as written. */
function decodeEntities(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos|nbsp));/gi,
    (entity, decimal, hex, name) => {
      if (name !== undefined) return named[String(name).toLowerCase()] ?? entity
      const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal)
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : entity
    },
  )
}
