import { join } from 'node:path'
import type { RunStore } from '../../model/run-store.js'
import { isThere } from '../is-there.js'
import { beginRun } from './draft-run.js'
import { findRun, latestRun, runsNewestFirst } from './find-runs.js'
import { replaceFile } from './put-in-place.js'
import { savedRun } from './saved-run.js'
import { writable } from './writable.js'

/** Run folders below `<out>/runs`, and `<out>/latest`. */
export function createRunStore(out: string): RunStore {
  const runs = join(out, 'runs')
  return {
    has: (runId) => isThere(join(runs, runId)),
    find: (run) => findRun(runs, run),
    newestFirst: async () =>
      Promise.all((await runsNewestFirst(out)).map((runId) => savedRun(join(runs, runId)))),
    begin: (runId) => beginRun(out, runId),
    writeIndex: (page) => writable(out, () => replaceFile(out, 'index.html', page)),
    latestId: () => latestRun(out),
  }
}
