import { lstat, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../../model/failure.js'
import type { DraftRun } from '../../model/run-store.js'
import { refuseLink } from '../database.js'
import { isThere } from '../is-there.js'
import { openNewFile, writeNewFile } from '../new-file.js'
import { draftNameOf } from './draft-names.js'
import { publish } from './publish.js'
import { writable } from './writable.js'

/** Starts a run beside its final place, below `<out>/runs`; a Failure where the id is taken, or a path is in the way. */
export async function beginRun(out: string, runId: string): Promise<DraftRun> {
  const runs = join(out, 'runs')
  if (await isThere(join(runs, runId))) {
    throw new Failure(
      `There is a run ${runId} already.`,
      'Name another with --run-id, or leave the option out.',
    )
  }
  await assertLatestIsOurs(out)
  refuseLink(runs)
  const draft = join(runs, draftNameOf(runId))
  await writable(out, () => mkdir(draft, { recursive: true, mode: 0o755 }))
  return {
    folder: draft,
    write: (path, bytes) => writable(out, () => writeNewFile(draft, path, bytes)),
    open: async (path) => {
      const file = await writable(out, () => openNewFile(draft, path))
      return {
        write: (piece) => writable(out, () => file.write(piece)),
        close: () => writable(out, file.close),
        remove: () => writable(out, file.remove),
      }
    },
    abandon: () => rm(draft, { recursive: true, force: true }),
    publish: (options) => writable(out, () => publish(out, { draft, runId, ...options })),
  }
}

/** `latest` is a link that we replace; anything else of that name is somebody's, and must be known of before the work. */
async function assertLatestIsOurs(out: string): Promise<void> {
  const found = await lstat(join(out, 'latest')).catch(() => null)
  if (found === null || found.isSymbolicLink()) return
  throw new Failure(
    `${join(out, 'latest')} is in the way: it is no link to a run.`,
    'Move it elsewhere, or name another folder with --out.',
  )
}
