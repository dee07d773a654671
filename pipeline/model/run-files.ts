import type { FileEntry } from './run-manifest.js'

/** Takes the bytes of one file piece by piece; a piece is taken once its promise is kept, and not before. */
export interface ByteSink {
  write(piece: Uint8Array): Promise<void>
}

/**
 * Makes one new file of a run folder, as `fill` writes it, and gives its entry of the manifest. Where `fill` fails,
 * nothing of the file is left, and the failure is passed on.
 */
export type PutFile = (path: string, fill: (sink: ByteSink) => Promise<void>) => Promise<FileEntry>

/** A new file of a draft, open for writing. */
export interface DraftFile extends ByteSink {
  /** Makes it last. */
  close(): Promise<void>
  /** Leaves nothing of it, open or closed. */
  remove(): Promise<void>
}
