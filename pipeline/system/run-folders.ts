import { randomBytes } from 'node:crypto'
import {
  lstat,
  mkdir,
  open,
  readdir,
  readFile,
  readlink,
  realpath,
  rename,
  rm,
  stat,
  symlink,
} from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { exitCodes, Failure } from '../model/failure.js'
import { compareText } from '../model/place.js'
import type { DraftRun, RunEntry, RunStore, SavedRun } from '../model/ports.js'
import { refuseLink } from './database.js'
import { openNewFile, writeNewFile } from './new-file.js'

/** Names that nobody but us gives: only these are ever swept. */
export const draftPrefix = '.control-coverage-draft-'
const draftName = /^\.control-coverage-draft-.*-[0-9a-f]{8}$/

/** Run folders below `<out>/runs`, and `<out>/latest`. */
export function createRunStore(out: string): RunStore {
  const runs = join(out, 'runs')
  return {
    has: (runId) => exists(join(runs, runId)),
    find: (run) => findRun(runs, run),
    newestFirst: async () =>
      Promise.all((await runsNewestFirst(out)).map((runId) => savedRun(join(runs, runId)))),
    begin: (runId) => beginRun(out, runId),
    writeIndex: (page) => writable(out, () => replaceFile(out, 'index.html', page)),
    latestId: () => latestRun(out),
  }
}

/** Id of the run that `latest` points at; null where it is no link into the runs. */
async function latestRun(out: string): Promise<string | null> {
  const target = await readlink(join(out, 'latest')).catch(() => null)
  return target === null ? null : basename(target)
}

/** Names of the published runs, in code-unit order. */
async function runIds(out: string): Promise<string[]> {
  const names = await readdir(join(out, 'runs'), { withFileTypes: true }).catch(() => [])
  return names
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => entry.name)
    .sort(compareText)
}

/** Removes what killed runs left behind. Only for the holder of the lock: a draft may be somebody's. */
export async function sweepDrafts(out: string): Promise<number> {
  const leftovers = [...(await leftoversIn(join(out, 'runs'))), ...(await leftoversIn(out))]
  await writable(out, async () => {
    for (const path of leftovers) await rm(path, { recursive: true, force: true })
  })
  return leftovers.length
}

/** What stands in a saved run's folder, relative to it, `/`-separated, in code-unit order; folders that are empty too. */
export async function entriesOfRun(run: SavedRun): Promise<RunEntry[]> {
  const list = async (folder: string): Promise<RunEntry[]> => {
    const entries = await readdir(join(run.folder, folder), { withFileTypes: true })
    if (entries.length === 0 && folder !== '') return [{ path: `${folder}/`, isFile: false }]
    const nested = entries.map((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      return entry.isDirectory() ? list(path) : [{ path, isFile: entry.isFile() }]
    })
    return (await Promise.all(nested)).flat()
  }
  return (await list('')).sort((a, b) => compareText(a.path, b.path))
}

async function leftoversIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => [])
  return names.filter((name) => draftName.test(name)).map((name) => join(folder, name))
}

async function findRun(runs: string, run: string | null): Promise<SavedRun> {
  if (run === null) return newestRun(runs)
  const isId = /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(run)
  const inRuns = isId ? [join(runs, run), join(dirname(runs), run)] : []
  for (const folder of [...inRuns, resolve(run)]) {
    if (await exists(join(folder, 'run.json'))) return savedRun(folder)
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

/** A run by its folder; a link to it (`latest`) is the run itself. */
async function savedRun(linked: string): Promise<SavedRun> {
  const folder = await realpath(linked)
  const runId = basename(folder)
  const missing = (path: string, cause: unknown): never => {
    throw new Failure(
      `Run ${runId} has no ${path}.`,
      'Start from a run that has it, or run the stages before this one.',
      { cause },
    )
  }
  return {
    runId,
    folder,
    read: (path) => readFile(join(folder, path)).catch((cause: unknown) => missing(path, cause)),
    async *pieces(path) {
      const file = await open(join(folder, path)).catch((cause: unknown) => missing(path, cause))
      try {
        // One buffer for all: a new one for each would stay until garbage is collected, beside the file's own size.
        const buffer = new Uint8Array(pieceBytes)
        for (;;) {
          const { bytesRead } = await file.read(buffer, 0, pieceBytes)
          if (bytesRead === 0) return
          yield buffer.subarray(0, bytesRead)
        }
      } finally {
        await file.close()
      }
    },
  }
}

const pieceBytes = 1 << 18

async function beginRun(out: string, runId: string): Promise<DraftRun> {
  const runs = join(out, 'runs')
  const final = join(runs, runId)
  if (await exists(final)) {
    throw new Failure(
      `There is a run ${runId} already.`,
      'Name another with --run-id, or leave the option out.',
    )
  }
  await assertLatestIsOurs(out)
  refuseLink(runs)
  const draft = join(runs, `${draftPrefix}${runId}-${randomBytes(4).toString('hex')}`)
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
    publish: ({ latest }) =>
      writable(out, async () => {
        await syncTree(draft)
        const before = await readlink(join(out, 'latest')).catch(() => null)
        await rename(draft, final)
        try {
          await syncFolder(runs)
          if (latest) await pointLatest(out, `runs/${runId}`)
          await syncFolder(out)
        } catch (error) {
          // Should the disk not even take it back, what stays is a whole run.
          await takeBack(out, { final, draft, before }).catch(() => undefined)
          throw error
        }
        return final
      }),
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

async function syncTree(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await syncTree(join(folder, entry.name))
  }
  await syncFolder(folder)
}

/** Makes a rename in this folder last (fsync of a directory); Windows has no such thing. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Undoes a publication that failed half-way: a run that ended with "nothing published" must not be found, or be the latest. */
async function takeBack(
  out: string,
  { final, draft, before }: { final: string; draft: string; before: string | null },
): Promise<void> {
  const link = join(out, 'latest')
  if ((await readlink(link).catch(() => null)) !== before) {
    if (before === null) await rm(link, { force: true })
    else await pointLatest(out, before)
  }
  await rename(final, draft)
}

/** Lets `<out>/latest` point there, by one rename: nobody ever sees no link or half of one. */
async function pointLatest(out: string, target: string): Promise<void> {
  const fresh = join(out, `${draftPrefix}latest-${randomBytes(4).toString('hex')}`)
  await symlink(target, fresh, 'dir')
  await rename(fresh, join(out, 'latest'))
}

/** Writes the file beside its place and moves it there by one rename, which follows no link that stands there. */
async function replaceFile(out: string, name: string, bytes: Uint8Array): Promise<void> {
  const draft = `${draftPrefix}${name}-${randomBytes(4).toString('hex')}`
  try {
    await writeNewFile(out, draft, bytes)
    await rename(join(out, draft), join(out, name))
  } catch (error) {
    await rm(join(out, draft), { force: true })
    throw error
  }
  await syncFolder(out)
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  )
}
