import { randomBytes } from 'node:crypto'
import { lstat, mkdir, open, readdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { Failure } from '../model/failure.js'
import { compareText } from '../model/place.js'
import type { DraftRun, RunStore, SavedRun } from '../model/ports.js'

const draftPrefix = '.draft-'

/** Run folders below `<out>/runs`, and `<out>/latest`. */
export function createRunStore(out: string): RunStore {
  const runs = join(out, 'runs')
  return {
    has: (runId) => exists(join(runs, runId)),
    find: (run) => findRun(runs, run),
    begin: (runId) => beginRun(out, runId),
  }
}

/** Names of the published runs, in code-unit order. */
export async function runIds(out: string): Promise<string[]> {
  const names = await readdir(join(out, 'runs'), { withFileTypes: true }).catch(() => [])
  return names
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => entry.name)
    .sort(compareText)
}

/** Removes what killed runs left behind. Only for the holder of the lock: a draft may be somebody's. */
export async function sweepDrafts(out: string): Promise<number> {
  const leftovers = [...(await leftoversIn(join(out, 'runs'))), ...(await leftoversIn(out))]
  for (const path of leftovers) await rm(path, { recursive: true, force: true })
  return leftovers.length
}

/** Every file of a saved run, relative to its folder, `/`-separated, in code-unit order. */
export async function filesOfRun(run: SavedRun): Promise<string[]> {
  const list = async (folder: string): Promise<string[]> => {
    const entries = await readdir(join(run.folder, folder), { withFileTypes: true })
    const nested = entries.map((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      return entry.isDirectory() ? list(path) : [path]
    })
    return (await Promise.all(nested)).flat()
  }
  return (await list('')).sort(compareText)
}

async function leftoversIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => [])
  return names.filter((name) => name.startsWith(draftPrefix)).map((name) => join(folder, name))
}

async function findRun(runs: string, run: string | null): Promise<SavedRun> {
  if (run === null) return newestRun(runs)
  const asId = /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(run) ? join(runs, run) : null
  for (const folder of [asId, resolve(run)]) {
    if (folder !== null && (await exists(join(folder, 'run.json')))) return savedRun(folder)
  }
  throw new Failure(
    `There is no run ${run}.`,
    'Name a run id that `control-coverage history` shows, or the path of a run folder.',
  )
}

/** The newest published run, by the time its manifest says it started, then by id. */
async function newestRun(runs: string): Promise<SavedRun> {
  const found = await Promise.all(
    (await runIds(dirname(runs))).map(async (runId) => ({
      runId,
      startedAt: await startOf(join(runs, runId)),
    })),
  )
  const newest = found
    .filter(({ startedAt }) => startedAt !== '')
    .sort((a, b) => compareText(a.startedAt, b.startedAt) || compareText(a.runId, b.runId))
    .at(-1)
  if (newest === undefined) {
    throw new Failure('There is no run yet to start from.', 'Start one with `control-coverage run`.')
  }
  return savedRun(join(runs, newest.runId))
}

async function startOf(folder: string): Promise<string> {
  try {
    const manifest: unknown = JSON.parse(await readFile(join(folder, 'run.json'), 'utf8'))
    const startedAt =
      typeof manifest === 'object' && manifest !== null && 'startedAt' in manifest ? manifest.startedAt : ''
    return typeof startedAt === 'string' ? startedAt : ''
  } catch {
    return ''
  }
}

function savedRun(folder: string): SavedRun {
  const runId = resolve(folder).split(/[\\/]/).at(-1) ?? folder
  return {
    runId,
    folder,
    read: (path) =>
      readFile(join(folder, path)).catch((cause: unknown) => {
        throw new Failure(
          `Run ${runId} has no ${path}.`,
          'Start from a run that has it, or run the stages before this one.',
          { cause },
        )
      }),
  }
}

async function beginRun(out: string, runId: string): Promise<DraftRun> {
  const final = join(out, 'runs', runId)
  if (await exists(final)) {
    throw new Failure(
      `There is a run ${runId} already.`,
      'Name another with --run-id, or leave the option out.',
    )
  }
  const draft = join(out, 'runs', `${draftPrefix}${runId}-${randomBytes(4).toString('hex')}`)
  await writable(out, () => mkdir(draft, { recursive: true, mode: 0o755 }))
  return {
    write: (path, bytes) => writable(out, () => writeSynced(draft, path, bytes)),
    abandon: () => rm(draft, { recursive: true, force: true }),
    publish: ({ latest }) =>
      writable(out, async () => {
        await syncTree(draft)
        await rename(draft, final)
        await syncFolder(dirname(final))
        if (latest) await pointLatest(out, runId)
        return final
      }),
  }
}

/** Says in one sentence what keeps the output folder from being written to. */
async function writable<Result>(out: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error'
    const full = code === 'ENOSPC' || code === 'EDQUOT'
    throw new Failure(
      full
        ? `There is no space left for the run in ${out}.`
        : `The output folder ${out} could not be written to (${code}).`,
      full
        ? 'Free some space, or name another folder with --out.'
        : 'Check its rights, or name another folder with --out.',
      { cause },
    )
  }
}

/** Writes one new file and its folders; never through a link, never over anything. */
async function writeSynced(root: string, path: string, bytes: Uint8Array): Promise<void> {
  const target = join(root, path)
  await mkdir(dirname(target), { recursive: true })
  const file = await open(target, 'wx', 0o644)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function syncTree(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await syncTree(join(folder, entry.name))
  }
  await syncFolder(folder)
}

/** Makes a rename in this folder last (fsync of a directory); Windows has no such thing. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Lets `<out>/latest` point at the run, by one rename: nobody ever sees no link or half of one. */
async function pointLatest(out: string, runId: string): Promise<void> {
  const fresh = join(out, `${draftPrefix}latest-${randomBytes(4).toString('hex')}`)
  await symlink(`runs/${runId}`, fresh, 'dir')
  await rename(fresh, join(out, 'latest'))
  await syncFolder(out)
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  )
}
