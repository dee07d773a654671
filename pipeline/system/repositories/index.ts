import type { OpenedRepository, Repositories } from '../../model/repositories.js'

export { clonesFolderState } from './kept-clones/folder-state.js'
export { keptClones } from './kept-clones/index.js'
export { openMirrors } from './mirrors.js'

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
