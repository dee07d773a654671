import { hasDestination, replaceDestinations } from './destinations.js'

/** Repairs by line (counted from 1), then by URL as written: the addresses it moved through, the last one to stay. */
export type LineRepairs = Map<number, Map<string, readonly string[]>>

/** A page's text with its repairs. */
export interface RepairedPage {
  text: string
  /** URLs that were replaced. */
  urls: string[]
  /** Repairs whose URL does not stand where the run found it, nor any address that it moved through. */
  missing: number
  /** Whether there was nothing to replace, and every target stands already. */
  isDone: boolean
}

/**
 * Replaces URLs, and what earlier repairs made of them, from their line to the end of its paragraph: a link that begins
 * on one line may have its address on a later one, and rows are repeated there. One by reference has its address at a
 * definition (CommonMark 4.7), so that every definition of that address is repaired too.
 */
export function repairPage(text: string, repairs: LineRepairs): RepairedPage {
  const page = pageLines(text)
  const found = new Map<number, Map<string, string>>()
  const urls = new Set<string>()
  let missing = 0
  for (const [line, url, way] of eachRepair(repairs)) {
    const target = way.at(-1) ?? url
    let isThere = false
    for (const address of new Set([url, ...way.slice(0, -1)])) {
      const holding = page.linesOf(line, address)
      for (const at of holding)
        found.set(at, (found.get(at) ?? new Map<string, string>()).set(address, target))
      if (holding.length > 0) isThere = true
    }
    if (isThere) urls.add(url)
    else if (page.linesOf(line, target).length === 0) missing += 1
  }
  const repaired = page.replaced((line, at) => replaceDestinations(line, found.get(at) ?? new Map()))
  return { text: repaired, urls: [...urls], missing, isDone: urls.size === 0 && missing === 0 }
}

/** Line, URL and addresses of each repair. */
export function eachRepair(repairs: LineRepairs): [number, string, readonly string[]][] {
  return [...repairs].flatMap(([line, urls]) =>
    [...urls].map(([url, way]): [number, string, readonly string[]] => [line, url, way]),
  )
}

/** A page by its lines, which are counted from 0 here. */
export interface PageLines {
  lines: readonly string[]
  /** Where each line begins in the text. */
  starts: readonly number[]
  /** The lines in which the address of a link stands that begins on this line (counted from 1). */
  linesOf(line: number, url: string): number[]
  /** The text with each line replaced, line ends kept. */
  replaced(by: (line: string, at: number) => string): string
}

/** The lines of a text. */
export function pageLines(text: string): PageLines {
  // Every second part is a line end; a lone CR counts as one, as it does where places are made.
  const parts = text.split(/(\r\n?|\n)/)
  const lines = parts.filter((_, at) => at % 2 === 0)
  const definitions = definitionsIn(lines)
  const starts: number[] = []
  for (let at = 0, start = 0; at < parts.length; start += parts[at]?.length ?? 0, at += 1)
    if (at % 2 === 0) starts.push(start)
  return {
    lines,
    starts,
    linesOf(line, url) {
      const holding = [...paragraphFrom(lines, line - 1), ...definitions]
      return [...new Set(holding)].filter((at) => hasDestination(lines[at] ?? '', url))
    },
    replaced: (by) => parts.map((part, at) => (at % 2 === 0 ? by(part, at / 2) : part)).join(''),
  }
}

function* paragraphFrom(lines: readonly string[], from: number): Generator<number> {
  for (let at = from; at === from || !endsParagraph(lines[at]); at += 1) yield at
}

function endsParagraph(line: string | undefined): boolean {
  return line === undefined || line.trim() === '' || fence.test(line)
}

const fence = /^ {0,3}(`{3,}|~{3,})/

/** Where link reference definitions stand, fenced code left out (CommonMark 4.5: a fence that never closes goes on). */
function definitionsIn(lines: readonly string[]): number[] {
  const found: number[] = []
  let open = ''
  for (const [at, line] of lines.entries()) {
    const [, mark = ''] = fence.exec(line) ?? []
    if (open === '') open = mark
    else if (mark.startsWith(open) && line.trim() === mark) open = ''
    if (open === '' && /^ {0,3}\[[^\]]+\]:/.test(line)) found.push(at)
  }
  return found
}
