import { constants } from 'node:fs'
import { type FileHandle, open, readdir, realpath } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { errorCode, errorText } from '../../model/error-text.js'
import { Failure } from '../../model/failure.js'
import { compareText } from '../../model/place.js'
import type { RunEntry, SavedRun } from '../../model/run-store.js'

/** What is read of a file at once, in bytes. */
const pieceBytes = 1 << 18

/** A run by its folder; a link to it (`latest`) is the run itself. */
export async function savedRun(linked: string): Promise<SavedRun> {
  const folder = await realpath(linked)
  const runId = basename(folder)
  const opened = (path: string) =>
    openFile(join(folder, path)).catch((cause: unknown) => cannotRead(runId, path, cause))
  return {
    runId,
    folder,
    async read(path) {
      const file = await opened(path)
      return file.readFile().finally(() => file.close())
    },
    pieces: (path) => piecesOf(() => opened(path)),
  }
}

/** Without waiting: a pipe in a file's place, of which nobody holds the other end, would keep us for ever. */
async function openFile(path: string): Promise<FileHandle> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
  if ((await file.stat()).isFile()) return file
  await file.close()
  throw new Error('it is no regular file')
}

function cannotRead(runId: string, path: string, cause: unknown): never {
  const code = errorCode(cause)
  if (code === 'ENOENT') {
    throw new Failure(
      `Run ${runId} has no ${path}.`,
      'Start from a run that has it, or run the stages before this one.',
      { cause },
    )
  }
  const why = code ?? errorText(cause)
  throw new Failure(
    `${path} of run ${runId} cannot be read (${why}).`,
    'Make it readable, or start from another run.',
    {
      cause,
    },
  )
}

async function* piecesOf(opened: () => Promise<FileHandle>): AsyncGenerator<Uint8Array> {
  const file = await opened()
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
