import type { DraftFile } from './run-files.js'

/** A saved run as the run folder's own manifest and name tell it. */
export interface SavedRun {
  runId: string
  /** Its path on this machine. */
  folder: string
  /** Reads one file of it; a missing one is a Failure. */
  read(path: string): Promise<Uint8Array>
  /** The same piece by piece, for files of any size; a piece is good until the next one is asked for. */
  pieces(path: string): AsyncIterable<Uint8Array>
}

/** Something in a run folder; whatever is no regular file has no place there. */
export interface RunEntry {
  path: string
  isFile: boolean
}

/** Run folders below one output folder. Whatever happens, a folder with a final name is whole. */
export interface RunStore {
  /** The run of that id or at that path; the newest where nothing is named. A Failure where there is none. */
  find(run: string | null): Promise<SavedRun>
  /** Starts a run beside its final place; a Failure where the id is taken. */
  begin(runId: string): Promise<DraftRun>
  /** Whether a run of that id has been published. */
  has(runId: string): Promise<boolean>
  /** The published runs, the one published last first. */
  newestFirst(): Promise<SavedRun[]>
  /** Puts the page that lists the runs in place, whole: `index.html` beside them. */
  writeIndex(page: Uint8Array): Promise<void>
  /** Id of the run that `latest` points at, or null. */
  latestId(): Promise<string | null>
}

/** A run being built; nobody sees it before `publish`. */
export interface DraftRun {
  /** Its path on this machine, until it is published. */
  folder: string
  write(path: string, bytes: Uint8Array): Promise<void>
  /** Opens a new file; never over anything. */
  open(path: string): Promise<DraftFile>
  /** Makes it appear, whole; then lets `latest` point at it where asked. Gives its path as the user would type it. */
  publish(options: { latest: boolean }): Promise<string>
  /** Leaves no trace. */
  abandon(): Promise<void>
}
