/**
 * A test for URLs that the user wants left alone. A pattern with `*` must match the whole URL, one without may stand
 * anywhere in it. Patterns are searched piece by piece and never become a regular expression, so none can be slow.
 */
export function excluding(patterns: readonly string[]): (url: string) => boolean {
  return (url) => patterns.some((pattern) => pattern !== '' && matches(pattern, url))
}

function matches(pattern: string, url: string): boolean {
  const pieces = pattern.split('*')
  const [first = '', ...rest] = pieces
  if (rest.length === 0) return url.includes(pattern)
  const last = rest.pop() ?? ''
  if (!url.startsWith(first) || !url.endsWith(last) || url.length < first.length + last.length) return false
  let from = first.length
  const end = url.length - last.length
  for (const piece of rest) {
    const at = url.indexOf(piece, from)
    if (at < 0 || at + piece.length > end) return false
    from = at + piece.length
  }
  return true
}
