/** A file of a run folder, ready to be written. */
export interface Artifact {
  /** Relative to the run folder, `/`-separated. */
  path: string
  bytes: Uint8Array
}
