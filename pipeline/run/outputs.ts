import type { Artifact } from '../model/artifact.js'
import { runningSha256 } from '../model/digest.js'
import { compareText } from '../model/place.js'
import type { DraftFile, PutFile } from '../model/run-files.js'
import type { FileEntry } from '../model/run-manifest.js'
import type { DraftRun, SavedRun } from '../model/run-store.js'
import { type ArtifactName, artifactPieces, artifacts } from './artifacts.js'

/** What one maker of files, such as a renderer, puts into a run folder: all of it or nothing. */
export interface Batch {
  put: PutFile
  /** A file that is there as a whole. */
  putBytes(file: Artifact): Promise<FileEntry>
  /** Removes what was put, because its maker failed. */
  undo(): Promise<void>
}

/** The files of a run folder as they are written; of each only its entry is kept, since they may be large. */
export interface Outputs {
  /** Writes a file piece by piece, as these are made. */
  write(path: string, pieces: AsyncIterable<Uint8Array>): Promise<void>
  /** Writes an artifact, checked against its schema on the way. */
  keep(name: ArtifactName, value: object): Promise<void>
  /** Takes an artifact over from a saved run, byte for byte. */
  takeOver(name: ArtifactName, saved: Pick<SavedRun, 'pieces'>): Promise<void>
  /** Entries of all files, by path. */
  entries(): FileEntry[]
  begin(): Batch
  /** What went wrong with the folder itself: no renderer is to blame for that, and none can go on. */
  failure(): unknown
}

/** Writes files into a draft, and counts their sizes and hashes on the way. */
export function createOutputs(draft: DraftRun): Outputs {
  const written = new Map<string, { entry: FileEntry; file: DraftFile }>()
  let failure: unknown
  const told = async <Value>(work: Promise<Value>): Promise<Value> => {
    try {
      return await work
    } catch (error) {
      failure ??= error
      throw error
    }
  }
  const put: PutFile = async (path, fill) => {
    const file = await told(draft.open(path))
    const digest = runningSha256()
    let bytes = 0
    try {
      await fill({
        write: async (piece) => {
          await told(file.write(piece))
          digest.update(piece)
          bytes += piece.length
        },
      })
      await told(file.close())
    } catch (error) {
      await file.remove().catch(() => undefined)
      throw error
    }
    const entry = { path, bytes, sha256: digest.hex() }
    written.set(path, { entry, file })
    return entry
  }
  const begin = (): Batch => {
    const paths: string[] = []
    const putOurs: PutFile = async (path, fill) => {
      const entry = await put(path, fill)
      paths.push(path)
      return entry
    }
    return {
      put: putOurs,
      putBytes: ({ path, bytes }) => putOurs(path, (sink) => sink.write(bytes)),
      undo: async () => {
        for (const path of paths) {
          await written.get(path)?.file.remove()
          written.delete(path)
        }
      },
    }
  }
  const write = async (path: string, pieces: AsyncIterable<Uint8Array>) => {
    await put(path, async (sink) => {
      for await (const piece of pieces) await sink.write(piece)
    })
  }
  return {
    write,
    keep: (name, value) => write(artifacts[name].file, artifactPieces(name, value)),
    takeOver: (name, saved) => write(artifacts[name].file, saved.pieces(artifacts[name].file)),
    begin,
    failure: () => failure,
    entries: () =>
      [...written.values()].map(({ entry }) => entry).sort((a, b) => compareText(a.path, b.path)),
  }
}
