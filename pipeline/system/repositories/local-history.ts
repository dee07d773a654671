import { belowFolders } from '../../model/below-folders.js'
import type { Departure, RepositoryAccess } from '../../model/repositories.js'
import { type Deletion, type Deletions, readDeletions, type Which } from './deletions.js'
import type { LocalGit } from './local-git.js'
import { readRenames } from './renames.js'

/**
 * How files went in a repository's history; each commit's history is walked once, each renaming worked out once.
 *
 * Where the history is cut off (`isShallow`) a merge seems to leave out all that went before the cut, so that merges
 * are not asked.
 */
export function localHistory(
  git: LocalGit,
  isShallow: boolean,
): Pick<RepositoryAccess, 'departures' | 'departuresUnder'> {
  const walks = new Map<string, Promise<Deletions>>()
  const renames = new Map<string, ReadonlyMap<string, string>>()

  const deletionsOf = (commit: string, which: Which) => {
    const key = `${which} ${commit}`
    const isUnknown = isShallow && which !== 'commits'
    const walk = walks.get(key) ?? (isUnknown ? Promise.resolve(nothing) : readDeletions(git, commit, which))
    walks.set(key, walk)
    return walk
  }

  const withRenames = async (deletions: readonly Deletion[]): Promise<Departure[]> => {
    const unknown = [...new Set(deletions.map(({ commit }) => commit))].filter(
      (commit) => !renames.has(commit),
    )
    const read = await readRenames(git, unknown)
    for (const commit of unknown) renames.set(commit, read.get(commit) ?? new Map())
    return deletions.map((deletion) => ({
      ...deletion,
      renamedTo: renames.get(deletion.commit)?.get(deletion.path) ?? null,
    }))
  }

  return {
    async departures(commit, paths) {
      if (paths.length === 0) return new Map()
      const { newest, remade } = await deletionsOf(commit, 'commits')
      const found = chosen(newest, paths)
      const again = paths.filter((path) => found.has(path) && remade.has(path))
      if (again.length > 0) {
        const { newest: inMain } = await deletionsOf(commit, 'main-merges')
        for (const [path, deletion] of chosen(inMain, again))
          if (deletion.at > (found.get(path)?.at ?? '')) found.set(path, deletion)
      }
      const others = paths.filter((path) => !found.has(path))
      const inMerges =
        others.length === 0 ? [] : chosen((await deletionsOf(commit, 'merges')).newest, others).values()
      const departures = await withRenames([...found.values(), ...inMerges])
      return new Map(departures.map((departure) => [departure.path, departure]))
    },
    async departuresUnder(commit, folders) {
      if (folders.length === 0) return new Map()
      const below = async (which: Which, asked: readonly string[]) =>
        belowFolders((await deletionsOf(commit, which)).newest.values(), asked)
      const found = await below('commits', folders)
      const others = folders.filter((folder) => !found.has(folder))
      const inMerges = others.length === 0 ? [] : await below('merges', others)
      const all = [...found, ...inMerges]
      const departures = await withRenames([...new Set(all.flatMap(([, deletions]) => deletions))])
      const byPath = new Map(
        departures.map((departure) => [`${departure.commit} ${departure.path}`, departure]),
      )
      return new Map(
        all.map(([folder, deletions]) => [
          folder,
          deletions.flatMap(({ commit: by, path }) => byPath.get(`${by} ${path}`) ?? []),
        ]),
      )
    },
  }
}

const nothing: Deletions = { newest: new Map(), remade: new Set() }

function chosen(deletions: Deletions['newest'], paths: readonly string[]): Map<string, Deletion> {
  return new Map(
    paths.flatMap((path) => {
      const deletion = deletions.get(path)
      return deletion === undefined ? [] : [[path, deletion] as const]
    }),
  )
}
