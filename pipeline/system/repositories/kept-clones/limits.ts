/** What clones may take. */
export interface CloneLimits {
  /** Bytes on disk of all clones together; the longest unused go first. */
  maxBytes: number
  /** Clones or fetches under way at once. */
  atOnce: number
  /** Time for one clone or fetch. */
  timeoutMs: number
  /** Time for which it may show no progress. */
  idleMs: number
}

export const cloneLimits: CloneLimits = {
  maxBytes: 4 * 1024 ** 3,
  atOnce: 2,
  timeoutMs: 30 * 60_000,
  idleMs: 60_000,
}
