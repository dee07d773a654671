import type { FileEntry } from './run-manifest.js'
import type { SavedRun } from './run-store.js'

/**
 * What the pages of a corpus said and meant when they were read last, kept so that pages which did not change are not
 * parsed again. One reading is kept; nothing that goes wrong with it is a failure.
 */
export interface ReadingStore {
  isEmpty(): Promise<boolean>
  /** The kept files, found whole, where they are of that key. */
  find(key: string): Promise<Pick<SavedRun, 'pieces'> | null>
  /** Keeps files of a run under way, and one of its own, in place of what was kept before. */
  keep(
    key: string,
    run: { folder: string; files: readonly FileEntry[] },
    own: { path: string; pieces: Iterable<Uint8Array> },
  ): Promise<void>
}
