import { hasDestination, replaceDestinations } from './destinations.js'

/** Repairs by line (counted from 1), then by URL as written. */
export type LineRepairs = Map<number, Map<string, string>>

/** A page's text with its repairs. */
export interface RepairedPage {
  text: string
  /** URLs that were replaced. */
  urls: string[]
  /** Repairs whose URL stands nowhere, nor its target either. */
  missing: number
  /** Whether there was nothing to replace, and every target stands already. */
  isDone: boolean
}

/**
 * Replaces URLs from their line to the end of its paragraph: a link that begins on one line may have its address on a
 * later one, and rows are repeated there. One by reference has its address at its definition (CommonMark 4.7).
 */
export function repairPage(text: string, repairs: LineRepairs): RepairedPage {
  // Every second part is a line end; a lone CR counts as one, as it does where places are made.
  const parts = text.split(/(\r\n?|\n)/)
  const lines = parts.filter((_, at) => at % 2 === 0)
  const found = new Map<number, Map<string, string>>()
  const urls = new Set<string>()
  let missing = 0
  for (const [line, wanted] of repairs) {
    for (const [url, target] of wanted) {
      const holding = linesOf(lines, line - 1, url)
      for (const at of holding) found.set(at, (found.get(at) ?? new Map<string, string>()).set(url, target))
      if (holding.length > 0) urls.add(url)
      else if (linesOf(lines, line - 1, target).length === 0) missing += 1
    }
  }
  for (const [at, wanted] of found) parts[at * 2] = replaceDestinations(lines[at] ?? '', wanted)
  return { text: parts.join(''), urls: [...urls], missing, isDone: urls.size === 0 && missing === 0 }
}

/** The indices of the lines in which the address of a link that begins on line `from` stands. */
function linesOf(lines: readonly string[], from: number, url: string): number[] {
  const found: number[] = []
  for (let at = from; at === from || !endsParagraph(lines[at]); at += 1)
    if (hasDestination(lines[at] ?? '', url)) found.push(at)
  const definition = found.length === 0 ? definitionOf(lines, url) : null
  return definition === null ? found : [definition]
}

function endsParagraph(line: string | undefined): boolean {
  return line === undefined || line.trim() === '' || fence.test(line)
}

const fence = /^ {0,3}(`{3,}|~{3,})/

/** Where a link reference definition of that address stands, fenced code left out. */
function definitionOf(lines: readonly string[], url: string): number | null {
  let open = ''
  for (const [at, line] of lines.entries()) {
    const [, mark = ''] = fence.exec(line) ?? []
    if (open === '') open = mark
    else if (mark.startsWith(open)) open = ''
    if (open === '' && /^ {0,3}\[/.test(line) && line.includes(']:') && hasDestination(line, url)) return at
  }
  return null
}
