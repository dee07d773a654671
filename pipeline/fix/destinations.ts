/**
 * Replaces URLs where they stand as a whole link destination: `](URL)`, `](<URL>)`, `<URL>` and `[x]: URL`.
 *
 * Plain text, code spans and longer URLs keep every character (CommonMark 6.1, 6.3, 6.5, 4.7). All are replaced in one
 * pass, so that no repair is repaired again.
 */
export function replaceDestinations(line: string, repairs: ReadonlyMap<string, string>): string {
  const found = [...repairs].flatMap(([url, target]) =>
    destinations(line, url).map((at) => ({ at, url, target })),
  )
  let text = line
  for (const { at, url, target } of found.sort((a, b) => b.at - a.at))
    text = text.slice(0, at) + target + text.slice(at + url.length)
  return text
}

/** Whether a URL stands in a line as a whole link destination. */
export function hasDestination(line: string, url: string): boolean {
  return destinations(line, url).length > 0
}

/** Offsets at which a URL stands in a line as a whole link destination. */
export function destinations(line: string, url: string): number[] {
  if (url === '' || !line.includes(url)) return []
  const code = codeSpans(line)
  const found: number[] = []
  for (let at = line.indexOf(url); at !== -1; at = line.indexOf(url, at + 1)) {
    const isCode = code.some(([start, end]) => at > start && at < end)
    if (!isCode && isDestination(line, at, at + url.length)) found.push(at)
  }
  return found
}

function isDestination(line: string, start: number, end: number): boolean {
  const before = line.slice(0, start)
  const after = line.slice(end)
  if (before.endsWith('<')) return after.startsWith('>') && !/\\<$/.test(before)
  if (/(?<!\\)\]\([ \t]*$/.test(before)) return /^[ \t]*\)|^[ \t]+["'(]/.test(after)
  return /^[ \t>]*\[[^\]]+\]:[ \t]*$/.test(before) && /^([ \t]|$)/.test(after)
}

/** Where code spans stand: a run of backticks to the next run of the same length. */
function codeSpans(line: string): [number, number][] {
  const runs = [...line.matchAll(/`+/g)]
  const spans: [number, number][] = []
  for (let open = 0; open < runs.length; open += 1) {
    const close = runs.findIndex((run, at) => at > open && run[0].length === runs[open]?.[0].length)
    if (close === -1) continue
    spans.push([runs[open]?.index ?? 0, runs[close]?.index ?? 0])
    open = close
  }
  return spans
}
