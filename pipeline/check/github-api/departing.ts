import pLimit from 'p-limit'
import { belowFolders } from '../../model/below-folders.js'
import { compareText } from '../../model/place.js'
import type { Departure, RepositoryAccess } from '../../model/repositories.js'
import type { ApiConversation } from './conversation.js'
import { type History, type LastTouch, mostForTouch } from './history.js'

const batchSize = 4

/**
 * As many paths from all over a repository whose history knows none of them speak for the others: a history that was
 * begun anew knows nothing of what was before.
 */
const strangersAtMost = 12

/** As many paths that a commit removed, and whose own history says so too, speak for the others that it removed. */
const confirmedFrom = 4

/** What is known so far of the history behind one commit. */
interface Harvest {
  departures: Map<string, Departure>
  /** Paths asked for, whatever came of it. */
  asked: Set<string>
  /** Whether the history knew any path that was asked for, and how many it did not know before that. */
  strangers: { isAnyKnown: boolean; count: number }
  /** How often a path's own history agreed with the commit that removed it beside others; 0 for ever once it did not. */
  confirmed: Map<string, number>
}

/**
 * How files went, with few requests: the commit that one path left with tells of all that left beside it, and a
 * repository that was put in order moved thousands at once. What is harvested so is asked no more.
 *
 * Calls wait for each other, and each batch for the one before, so that equal answers lead to equal results. Where the
 * quota may end within a batch there are none: which request came last would be a matter of chance.
 */
export function departing(
  api: ApiConversation,
  history: History,
): Pick<RepositoryAccess, 'departures' | 'departuresUnder'> {
  const harvests = new Map<string, Harvest>()
  const oneAfterAnother = pLimit(1)

  function harvestOf(commit: string): Harvest {
    const harvest = harvests.get(commit) ?? emptyHarvest()
    harvests.set(commit, harvest)
    return harvest
  }

  async function askBatch(commit: string, batch: readonly string[], harvest: Harvest, areFiles: boolean) {
    const before = batch.map((path) => harvest.departures.get(path))
    const touches = await Promise.all(batch.map((path) => history.lastTouch(commit, path)))
    for (const [index, touch] of touches.entries()) learn(harvest, before[index], touch)
    for (const touch of touches) for (const each of touch?.departures ?? []) keepNewest(harvest, each)
    for (const [index, path] of batch.entries()) {
      harvest.asked.add(path)
      const touch = touches[index]
      if (!areFiles || touch === undefined || touch === null) continue
      const { commit: by, at, departures } = touch
      const told = departures.find((each) => each.path === path)
      if (told === undefined && departures.some((each) => each.path.startsWith(`${path}/`))) continue
      // The newest commit that touched an absent file removed it, also where its list of files is cut short.
      harvest.departures.set(path, told ?? { path, commit: by, at, objectId: null, renamedTo: null })
    }
  }

  async function askAll(commit: string, paths: readonly string[], harvest: Harvest, areFiles: boolean) {
    const all = [...new Set(paths)].sort(compareText)
    for (;;) {
      const open = stillOpen(all, harvest)
      if (open.length === 0 || isStrange(harvest) || !api.maySpendFreely()) return
      const size = api.affords(batchSize * mostForTouch) ? batchSize : 1
      await askBatch(commit, spread(open, size), harvest, areFiles)
    }
  }

  return {
    departures: (commit, paths) =>
      oneAfterAnother(async () => {
        const harvest = harvestOf(commit)
        await askAll(commit, paths, harvest, true)
        const found = new Map<string, Departure>()
        for (const path of paths) {
          const departure = harvest.departures.get(path)
          if (departure !== undefined) found.set(path, departure)
        }
        return found
      }),
    departuresUnder: (commit, folders) =>
      oneAfterAnother(async () => {
        const harvest = harvestOf(commit)
        await askAll(commit, folders, harvest, false)
        const all = [...harvest.departures.values()].sort((a, b) => compareText(a.path, b.path))
        const below = belowFolders(all, folders)
        return new Map(folders.map((folder) => [folder, below.get(folder) ?? []]))
      }),
  }
}

/**
 * Of these paths those to ask for: first what nothing is known of, then what a commit is known to have removed without
 * a word of where to. That may have been a branch; the path's own history tells, as long as it tells anything new.
 */
function stillOpen(paths: readonly string[], { asked, departures, confirmed }: Harvest): string[] {
  const notAsked = paths.filter((path) => !asked.has(path))
  const unknown = notAsked.filter((path) => !departures.has(path))
  if (unknown.length > 0) return unknown
  return notAsked.filter((path) => {
    const departure = departures.get(path)
    return departure?.renamedTo === null && (confirmed.get(departure.commit) ?? 0) < confirmedFrom
  })
}

function isStrange({ strangers: { isAnyKnown, count } }: Harvest): boolean {
  return !isAnyKnown && count >= strangersAtMost
}

/** Learns from what a path's own history says, `before` being what was known of it. */
function learn(
  { strangers, confirmed }: Harvest,
  before: Departure | undefined,
  touch: LastTouch | null | undefined,
): void {
  if (touch === undefined) return
  if (touch === null) strangers.count++
  else strangers.isAnyKnown = true
  if (before === undefined) return
  const agrees = touch?.commit === before.commit
  confirmed.set(before.commit, agrees ? (confirmed.get(before.commit) ?? 0) + 1 : Number.NEGATIVE_INFINITY)
}

function emptyHarvest(): Harvest {
  return {
    departures: new Map(),
    asked: new Set(),
    strangers: { isAnyKnown: false, count: 0 },
    confirmed: new Map(),
  }
}

/** Of two departures the later one, of one moment the one that knows where to; what was asked for stands. */
function keepNewest({ asked, departures }: Harvest, departure: Departure): void {
  const known = departures.get(departure.path)
  if (known === undefined) departures.set(departure.path, departure)
  if (known === undefined || asked.has(departure.path) || known.at > departure.at) return
  if (known.at < departure.at || known.renamedTo === null) departures.set(departure.path, departure)
}

/** A few from all over the list: neighbours mostly left with the same commit. */
function spread(sorted: readonly string[], size: number): string[] {
  const step = Math.max(1, Math.floor(sorted.length / size))
  return sorted.filter((_, index) => index % step === 0).slice(0, size)
}
