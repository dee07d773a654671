import type { OpenedRepository, Repositories } from '../../model/repositories.js'
import type { LocalOptions } from './local-git.js'
import { localRepository } from './local-repository.js'

export { type KeptClones, keptClones } from './kept-clones.js'
export type { LocalOptions } from './local-git.js'
export { localRepository } from './local-repository.js'

/**
 * The repositories of github.com of which there are clones on this machine, by `owner/name` in lower case, as
 * letter case makes no difference there. Of all others nobody here can tell.
 */
export function localRepositories(
  mirrors: ReadonlyMap<string, string>,
  options: LocalOptions = {},
): Repositories {
  return {
    async open({ host, path }) {
      const mirror = host === 'github.com' ? mirrors.get(path.toLowerCase()) : undefined
      if (mirror === undefined) return { kind: 'unknown', reason: 'no-mirror' }
      return { kind: 'found', access: await localRepository(mirror, 'mirror', options, path) }
    },
  }
}

/** Asks each in turn until one can tell; what the last one says where none can. */
export function inTurn(all: readonly Repositories[]): Repositories {
  return {
    async open(name, options) {
      let opened: OpenedRepository = { kind: 'unknown', reason: 'no-clone' }
      for (const each of all) {
        opened = await each.open(name, options)
        if (opened.kind !== 'unknown') break
      }
      return opened
    },
  }
}
