/** What a PDF says of itself beside its pages. */
export interface DocumentFacts {
  title: string
  author: string
  subject: string
  keywords: string
  language: string
}

/**
 * The facts in the head of a rendered document: its title and language, and its `<meta>` elements named author,
 * description and keywords. What is not there is ''.
 *
 * Chromium puts only the first two into a PDF. The head is written by the template, with all of the data in it
 * escaped, so that a tag ends where the template ends it.
 */
export function documentFacts(html: string): DocumentFacts {
  const head = html.slice(0, html.search(/<style\b|<body\b/i))
  const meta = (name: string) =>
    plain(new RegExp(`<meta name="${name}" content="([^"]*)">`, 'i').exec(head)?.[1] ?? '')
  return {
    title: plain(/<title>([^<]*)<\/title>/i.exec(head)?.[1] ?? ''),
    author: meta('author'),
    subject: meta('description'),
    keywords: meta('keywords'),
    language: plain(/<html[^>]*\slang="([^"]*)"/i.exec(head)?.[1] ?? ''),
  }
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' }

function plain(escaped: string): string {
  return escaped
    .replace(/&(?:(amp|lt|gt|quot)|#x([0-9a-f]{1,6})|#(\d{1,7}));/gi, (whole, name, hex, decimal) => {
      if (name !== undefined) return entities[name.toLowerCase()] ?? whole
      const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
      return point > 0x10ffff ? whole : String.fromCodePoint(point)
    })
    .replace(/\s+/g, ' ')
    .trim()
}
