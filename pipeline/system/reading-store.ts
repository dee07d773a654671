import { createReadStream } from 'node:fs'
import { link, lstat, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { runningSha256, sha256OfPieces } from '../model/digest.js'
import type { ReadingStore } from '../model/reading-store.js'

/** What is kept, by name, and what tells that it is whole. */
const Index = z.strictObject({
  key: z.string(),
  files: z.record(z.string(), z.string().describe('SHA-256')),
})
type Index = z.infer<typeof Index>

const indexFile = 'reading.json'

/**
 * One reading in a folder of its own. Artifacts are kept as second names of the run's own files, which take no space
 * while the run is there; whatever is missing, torn or changed counts as nothing kept. A disk that will not keep it
 * costs the next run some time and this one nothing.
 */
export function createReadingStore(folder: string, programId: string): ReadingStore {
  const named = (key: string) => `${programId} ${key}`
  const pieces = (path: string) => createReadStream(join(folder, basename(path)), { highWaterMark: 1 << 18 })
  const isWhole = async ({ files }: Index) => {
    for (const [name, sha256] of Object.entries(files)) {
      if ((await sha256Of(join(folder, basename(name)))) !== sha256) return false
    }
    return true
  }
  return {
    isEmpty: async () => (await readIndex(folder)) === null,
    async find(key) {
      const index = await readIndex(folder)
      return index?.key === named(key) && (await isWhole(index)) ? { pieces } : null
    },
    async keep(key, run, own) {
      try {
        await rm(folder, { recursive: true, force: true })
        await mkdir(folder, { recursive: true })
        const files: Index['files'] = {}
        for (const { path, sha256 } of run.files) {
          await link(join(run.folder, path), join(folder, basename(path)))
          files[basename(path)] = sha256
        }
        files[own.path] = await writeFileOf(join(folder, own.path), own.pieces)
        await writeIndex(folder, { key: named(key), files })
      } catch {
        await rm(folder, { recursive: true, force: true }).catch(() => undefined)
      }
    },
  }
}

async function readIndex(folder: string): Promise<Index | null> {
  const path = join(folder, indexFile)
  try {
    return (await isPlainFile(path)) ? Index.parse(JSON.parse(await readFile(path, 'utf8'))) : null
  } catch {
    return null
  }
}

/** Last of all, and by one rename: without it nothing is kept. */
async function writeIndex(folder: string, index: Index): Promise<void> {
  const draft = join(folder, `${indexFile}.draft`)
  await writeFileOf(draft, [new TextEncoder().encode(JSON.stringify(index))])
  await rename(draft, join(folder, indexFile))
}

/** Writes a new file and gives the SHA-256 of its bytes. */
async function writeFileOf(
  path: string,
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<string> {
  const file = await open(path, 'wx', 0o644)
  const digest = runningSha256()
  try {
    for await (const piece of pieces) {
      digest.update(piece)
      await file.writeFile(piece)
    }
  } finally {
    await file.close()
  }
  return digest.hex()
}

/** SHA-256 of a regular file; null where there is none, or it cannot be read. */
async function sha256Of(path: string): Promise<string | null> {
  if (!(await isPlainFile(path))) return null
  try {
    return await sha256OfPieces(createReadStream(path))
  } catch {
    return null
  }
}

/** Whatever else stands there may never come to an end. */
async function isPlainFile(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => null))?.isFile() === true
}
