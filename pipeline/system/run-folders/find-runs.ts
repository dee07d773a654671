import { readdir, readlink, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { exitCodes, Failure } from '../../model/failure.js'
import { compareText } from '../../model/place.js'
import type { SavedRun } from '../../model/run-store.js'
import { isThere } from '../is-there.js'
import { savedRun } from './saved-run.js'

/** The run of that id, or at that path; the newest where none is named. A Failure where there is none. */
export async function findRun(runs: string, run: string | null): Promise<SavedRun> {
  if (run === null) return newestRun(runs)
  const isId = /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(run)
  const inRuns = isId ? [join(runs, run), join(dirname(runs), run)] : []
  for (const folder of [...inRuns, resolve(run)]) {
    if (await isThere(join(folder, 'run.json'))) return savedRun(folder)
  }
  throw new Failure(
    `There is no run ${run}.`,
    'Name a run id that `control-coverage history` shows, or the path of a run folder.',
    { exitCode: exitCodes.usage },
  )
}

/** The run that was published last. */
async function newestRun(runs: string): Promise<SavedRun> {
  const [newest] = await runsNewestFirst(dirname(runs))
  if (newest === undefined) {
    throw new Failure('There is no run yet to start from.', 'Start one with `control-coverage run`.')
  }
  return savedRun(join(runs, newest))
}

/**
 * Ids of the published runs, the one published last first: by the time of the folder itself, since the times in
 * artifacts may be fixed; ids decide where even that is equal.
 */
export async function runsNewestFirst(out: string): Promise<string[]> {
  const found = await Promise.all(
    (await runIds(out)).map(async (runId) => {
      const { mtimeNs } = await stat(join(out, 'runs', runId), { bigint: true })
      return { runId, mtimeNs }
    }),
  )
  return found
    .sort((a, b) =>
      a.mtimeNs === b.mtimeNs ? compareText(b.runId, a.runId) : a.mtimeNs < b.mtimeNs ? 1 : -1,
    )
    .map(({ runId }) => runId)
}

/** Names of the published runs, in code-unit order. */
async function runIds(out: string): Promise<string[]> {
  const names = await readdir(join(out, 'runs'), { withFileTypes: true }).catch(() => [])
  return names
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => entry.name)
    .sort(compareText)
}

/** Id of the run that `latest` points at; null where it is no link into the runs. */
export async function latestRun(out: string): Promise<string | null> {
  const target = await readlink(join(out, 'latest')).catch(() => null)
  return target === null ? null : basename(target)
}
