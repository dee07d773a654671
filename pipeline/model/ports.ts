/**
 * What the stages need of the world, as interfaces; `pipeline/system` makes them real. Larger ones have files of their own:
 * `http`, `link-memory`, `run-store`, `reading-store`, `repositories`.
 */

import type { CorpusBase } from './corpus.js'

/** The one clock that artifacts take their times from. */
export interface Clock {
  /** Now, or the moment that `SOURCE_DATE_EPOCH` fixes. */
  now(): Date
}

/** Durations and waiting, by the real clock; never written into an artifact. */
export interface Timer {
  /** Milliseconds since an arbitrary start; never goes back. */
  elapsedMs(): number
  /** Resolves after `ms`, or at once when the signal aborts (it never rejects). */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** One file of a corpus as found, before anyone has decoded it. */
export interface CorpusFile {
  /** Relative to the corpus, `/`-separated. */
  file: string
  /** Its bytes, or the reason why there are none. */
  content: { bytes: Uint8Array } | { unreadable: string }
}

export interface PrintOptions {
  paper: 'a4' | 'letter'
  /** Put into the PDF as creation and modification time. */
  createdAt: Date
  /** Whether it is printed to look at its pages alone: without tags and outline, in less time. */
  draft?: boolean
}

/** Prints a finished HTML document (no script, nothing to load) to a tagged PDF with an outline. */
export interface Printer {
  print(html: string, options: PrintOptions): Promise<PrintedDocument>
}

export interface PrintedDocument {
  pdf: Uint8Array
  /** What a reader should know of how it was made, such as a browser without its sandbox. */
  notes: string[]
}

/** Shows how far a stage is; shows nothing where nobody looks. */
export interface Progress {
  start(stage: string, total: number | null): StageProgress
}

export interface StageProgress {
  /** `detail` is what is being done; a function is asked whenever it is shown, also when nothing advances. */
  advance(by?: number, detail?: string | (() => string)): void
  done(summary: string): void
}

/** The files of a corpus, to be taken once. */
export interface CorpusSource {
  /** As the artifacts name it: never a path of this machine. */
  location: string
  fileCount: number
  /** By name in code-unit order; each is read when it is taken, so that a corpus need not fit into memory. */
  files: Iterable<CorpusFile> | AsyncIterable<CorpusFile>
  /** The git commit that the files are of, or null; told once all of them have been taken. */
  revision(): string | null
  /** What paths to the files can be relative to; told as the revision is, and not of files that lie nowhere. */
  base?(): CorpusBase
}

/** Signs what it is given; nobody else sees the key. */
export interface Signer {
  /** The public key, SPKI in PEM form. */
  publicKey: string
  /** A raw Ed25519 signature (RFC 8032), 64 bytes. */
  sign(bytes: Uint8Array): Uint8Array
}

/** One event in words for people, with its facts for machines. */
export interface Log {
  info(event: string, sentence: string, facts?: Record<string, unknown>): void
  warn(event: string, sentence: string, facts?: Record<string, unknown>): void
}

/** A file that a setting names, as read: its name without its folder, and its bytes. */
export interface NamedFile {
  name: string
  bytes: Uint8Array
}

/** The settings that name a file to be read. */
export type SettingFile = 'scope' | 'decisions' | 'reconcile'

/** The folder of one report's templates, as read: paths relative to it, `/`-separated; texts and bytes. */
export interface TemplateFolder {
  name: string
  files: ReadonlyMap<string, string | Uint8Array>
  /** The folder that it is laid over, whose files stand in for those that it lacks; null for one that stands alone. */
  base: Omit<TemplateFolder, 'base'> | null
}
