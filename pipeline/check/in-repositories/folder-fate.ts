import type { Departure } from '../../model/repositories.js'
import { type Fate, lost } from './fate.js'

/**
 * Where a folder went: where most of its files went that are still there, low certainty. A file that kept its place
 * within the folder speaks for the new folder as a whole, any other for the folder in which it is now. Where a lost file
 * may just not have been found (`seesAll` false), it counts too.
 */
export function folderFate(
  folder: string,
  departures: readonly Departure[],
  fates: ReadonlyMap<string, Fate>,
  seesAll: boolean,
): Fate {
  const last = departures.reduce<Departure | null>(
    (latest, each) => (latest === null || each.at > latest.at ? each : latest),
    null,
  )
  const votes = new Map<string, number>()
  let found = 0
  for (const { path } of departures) {
    const target = fates.get(path)?.target
    if (target == null) continue
    found++
    const to = newFolder(path.slice(folder.length), target)
    votes.set(to, (votes.get(to) ?? 0) + 1)
  }
  const ranked = [...votes].sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1))
  const [main] = ranked
  if (main === undefined) return lost(last)
  if (main[1] * 2 <= (seesAll ? found : departures.length) || main[0] === '')
    return lost(
      last,
      ranked
        .slice(0, 5)
        .map(([to]) => to)
        .filter(Boolean),
    )
  return { target: main[0], evidence: 'majority', certainty: 'low', candidates: [], departure: last }
}

/** The folder that `target` speaks for; `within` is the file's old path below its folder, with the slash. */
function newFolder(within: string, target: string): string {
  if (target.endsWith(within)) return target.slice(0, -within.length)
  return target.slice(0, Math.max(0, target.lastIndexOf('/')))
}
