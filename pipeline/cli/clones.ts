import type { Config } from '../config/config.js'
import type { Log } from '../model/ports.js'
import type { Repositories } from '../model/repositories.js'
import { clonesFolder } from '../system/cache-folder.js'

/** The clones that answer in a run, and how to let go of them. */
export interface OpenClones {
  /** Those that are named, then those that this program keeps; null where there are none. */
  repositories: Repositories | null
  /** Says in the log what was not used and what there was not. */
  conclude(): void
  close(): Promise<void>
}

/** Opens the clones that the settings name; a Failure where one of them is none. */
export async function openClones(config: Config, log: Log, signal: AbortSignal): Promise<OpenClones> {
  const { inTurn, keptClones, openMirrors } = await import('../system/repositories/index.js')
  const mirrors = config.mirror.length === 0 ? null : await openMirrors(config.mirror, { log, signal })
  const folder = clonesFolder(process.env)
  const kept = config.clone ? keptClones({ folder, log, signal, isOffline: config.offline }) : null
  const all = [mirrors, kept].filter((each) => each !== null)
  return {
    repositories: all.length === 0 ? null : inTurn(all),
    conclude: () => {
      for (const each of all) each.conclude()
    },
    close: async () => kept?.close(),
  }
}
