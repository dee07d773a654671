import { compareText } from '../model/place.js'
import type { DraftRun, FileContent, SavedRun } from '../model/ports.js'
import type { FileEntry } from '../model/run-manifest.js'
import { type ArtifactName, artifactPieces, artifacts } from './artifacts.js'

/** The files of a run as they are written; of each only its entry is kept, since it may be large. */
export interface Outputs {
  write(path: string, content: FileContent): Promise<void>
  /** Writes an artifact, checked against its schema on the way. */
  keep(name: ArtifactName, value: object): Promise<void>
  /** Takes an artifact over from a saved run, byte for byte; passes over what that run does not have. */
  takeOver(name: ArtifactName, saved: SavedRun): Promise<void>
  /** The files so far, by path. */
  entries(): FileEntry[]
}

export function outputsOf(draft: DraftRun): Outputs {
  const entries: FileEntry[] = []
  const write = async (path: string, content: FileContent) => {
    entries.push(await draft.write(path, content))
  }
  return {
    write,
    keep: (name, value) => write(artifacts[name].file, artifactPieces(name, value)),
    takeOver: (name, saved) => write(artifacts[name].file, saved.pieces(artifacts[name].file)),
    entries: () => [...entries].sort((a, b) => compareText(a.path, b.path)),
  }
}
