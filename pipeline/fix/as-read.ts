import { sha256 } from '../model/digest.js'
import { destinations } from './destinations.js'
import { eachRepair, type LineRepairs, type PageLines, pageLines } from './page-text.js'

/** What the run says of a page. */
export interface PageOfRun {
  /** SHA-256 of its bytes. */
  hash: string
  /** Whatever a fix of the run may have done to it. */
  possible: LineRepairs
  /** The URLs that stand in it, by line (counted from 1). */
  urls: ReadonlyMap<number, ReadonlySet<string>>
}

/**
 * The page as the run read it, where nothing but repairs of the run lies between it and today's page; else null.
 *
 * A target of today may have been any URL that moved to it, or have stood there already. What the run's places speak for
 * is tried first, then all there is, and the hash says which it was: a page is never taken for what it is not, and one
 * with too many possibilities counts as changed.
 */
export function asRead(text: string, { hash, possible, urls }: PageOfRun): string | null {
  const spots = spotsIn(pageLines(text), possible, urls)
  const [likely, all] = [spots.map((spot) => spot.likely), spots.map((spot) => spot.all)]
  return undone(text, spots, likely, hash) ?? undone(text, spots, all, hash)
}

/** Characters that are hashed at most in one search for what a page was. */
const hashedAtMost = 1 << 22

/** The text with one of its origins at each spot, such that it has this hash; null where none was found. */
function undone(text: string, spots: readonly Spot[], origins: string[][], hash: string): string | null {
  const between = spots.map(({ start }, at) => text.slice(spots[at - 1]?.end ?? 0, start))
  const end = text.slice(spots.at(-1)?.end ?? 0)
  const total = origins.reduce((product, { length }) => product * length, 1)
  const attempts = Math.min(total, Math.ceil(hashedAtMost / (text.length + 1)))
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    // Its digits, with a spot for each, are what is chosen.
    let digits = attempt
    let before = ''
    for (const [at, choices] of origins.entries()) {
      before += `${between[at]}${choices[digits % choices.length]}`
      digits = Math.floor(digits / choices.length)
    }
    if (sha256(before + end) === hash) return before + end
  }
  return null
}

/** A place where a target stands, as offsets into the text, and what may have stood there. */
interface Spot {
  start: number
  end: number
  likely: string[]
  all: string[]
}

/** The spots, in order. */
function spotsIn(page: PageLines, possible: LineRepairs, urls: PageOfRun['urls']): Spot[] {
  const known = new Set([...urls.values()].flatMap((each) => [...each]))
  const spots: Spot[] = []
  for (const [at, targets] of sourcesIn(page, possible)) {
    for (const [target, sources] of targets) {
      const all = [...sources, target]
      const named = all.filter((url) => urls.get(at + 1)?.has(url))
      const likely = named.length > 0 ? named : known.has(target) ? all : [...sources]
      for (const offset of destinations(page.lines[at] ?? '', target)) {
        const start = (page.starts[at] ?? 0) + offset
        spots.push({ start, end: start + target.length, likely, all })
      }
    }
  }
  return spots.sort((a, b) => a.start - b.start)
}

/** By line (from 0) and target that stands there: the URLs that a fix may have replaced with it. */
function sourcesIn({ linesOf }: PageLines, possible: LineRepairs): Map<number, Map<string, Set<string>>> {
  const found = new Map<number, Map<string, Set<string>>>()
  for (const [line, url, way] of eachRepair(possible)) {
    for (const target of way) {
      for (const at of linesOf(line, target)) {
        const targets = found.get(at) ?? new Map<string, Set<string>>()
        found.set(at, targets.set(target, (targets.get(target) ?? new Set()).add(url)))
      }
    }
  }
  return found
}
