import { lstatSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

const patienceMs = 5_000

function lockFile(out: string): string {
  return join(out, '.state', 'readers.db')
}

/**
 * Keeps the runs of an output folder from being removed while the work goes on.
 *
 * Where there is no state, or it cannot be written to, no run of ours removes anything: then nothing is held.
 */
export async function whileReading<Value>(out: string, work: () => Promise<Value>): Promise<Value> {
  const release = await share(lockFile(out))
  try {
    return await work()
  } finally {
    release?.()
  }
}

/**
 * The same for the output folders that these runs stand in, wherever `--out` leads: a run that is named by its path may be
 * of another one, or of none. Null is the newest run.
 */
export async function whileReadingRuns<Value>(
  out: string,
  runs: readonly (string | null)[],
  work: () => Promise<Value>,
): Promise<Value> {
  const folders = new Set<string>()
  for (const run of runs) {
    const folder = await outputFolderOf(out, run)
    if (folder !== null) folders.add(folder)
  }
  return [...folders].reduce((inner, folder) => () => whileReading(folder, inner), work)()
}

/** SQLite is loaded where there is something to lock: commands that read no runs start without it. */
const locks = () => import('./file-lock.js')
const runFolders = () => import('./run-folders/index.js')

/** Null where the run stands in no output folder; a run that is not there is for the work to complain of. */
async function outputFolderOf(out: string, run: string | null): Promise<string | null> {
  const saved = await (await runFolders())
    .createRunStore(out)
    .find(run)
    .catch(() => null)
  if (saved === null) return null
  const runs = dirname(saved.folder)
  return basename(runs) === 'runs' ? dirname(runs) : null
}

async function share(file: string): Promise<(() => void) | null> {
  try {
    // Never through a link: the folder may be somebody else's.
    if (lstatSync(dirname(file), { throwIfNoEntry: false })?.isDirectory() !== true) return null
    return (await locks()).tryShare(file, patienceMs)
  } catch {
    return null
  }
}

/** Keeps readers out while the work goes on; null, and no work done, where somebody reads. */
export async function withoutReaders<Value>(out: string, work: () => Promise<Value>): Promise<Value | null> {
  const release = (await locks()).tryLock(lockFile(out))
  if (release === null) return null
  try {
    return await work()
  } finally {
    release()
  }
}
