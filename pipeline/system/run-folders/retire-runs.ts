import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { withoutReaders } from '../reader-lock.js'
import { syncFolder } from '../sync-folder.js'
import { draftNameOf } from './draft-names.js'

/**
 * Removes published runs: each loses its name by one rename, so that nobody meets half of one, and what a kill then leaves is
 * swept by the next start. For the holder of the run lock. False, and nothing removed, where somebody reads runs.
 */
export async function retireRuns(out: string, runIds: readonly string[]): Promise<boolean> {
  const runs = join(out, 'runs')
  const unnamed = await withoutReaders(out, async () => {
    const paths: string[] = []
    for (const runId of runIds) {
      const path = join(runs, draftNameOf(runId))
      await rename(join(runs, runId), path)
      paths.push(path)
    }
    await syncFolder(runs)
    return paths
  })
  for (const path of unnamed ?? []) await rm(path, { recursive: true, force: true })
  return unnamed !== null
}
