const schemes = new Set(['http:', 'https:', 'mailto:'])

/**
 * The address where it may be followed from a report, else null: http, https or mailto, without credentials.
 *
 * Pages are not to be trusted: `javascript:`, `file:` and `data:` links would survive into a PDF, and an address
 * with a password would hand it on to every reader.
 */
export function safeUrl(url: string): string | null {
  try {
    const parsed = new URL(url)
    if (!schemes.has(parsed.protocol) || parsed.username !== '' || parsed.password !== '') return null
    return parsed.href
  } catch {
    return null
  }
}
