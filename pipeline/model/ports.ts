/** What the stages need of the world, as interfaces; `pipeline/system` makes them real. */

import type { CorpusBase } from './corpus.js'
import type { DraftFile } from './run-files.js'
import type { WaitingLink } from './waiting-link.js'

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

/** One HTTP request, one answer: no redirect is followed, nothing is retried. */
export interface HttpRequest {
  method: 'HEAD' | 'GET'
  url: string
  headers: Record<string, string>
  /** Time for everything: name, connection, TLS, headers and the part of the body that is read. */
  timeoutMs: number
  /** Bytes of the body that are read at most; the rest is cut off. */
  maxBodyBytes: number
  /** False where it does not matter that the server may see one request more under way than there are. */
  settles?: boolean
  signal?: AbortSignal
}

/** A request that brings something: for those whom the operator names, never for a link. */
export interface HttpPost extends Omit<HttpRequest, 'method'> {
  method: 'POST'
  body: string
}

export interface HttpAnswer {
  kind: 'answer'
  status: number
  /** Header names in lower case; repeated ones joined by ", " (RFC 9110). */
  headers: Record<string, string>
  body: Uint8Array
}

/**
 * Why no answer came. `reason` is a short stable code such as `timeout`, `reset`, `tls`, `name-not-found` (there is no
 * such name) or `name-unresolved` (the name service gave no answer, which may pass).
 */
export interface HttpFailure {
  kind: 'failure'
  reason: HttpFailureReason
  /** For people: the library's words, without credentials. */
  detail: string
  /** Set where a connection to the host (or through the proxy) had come about: somebody is there. */
  connected?: true
}

export type HttpFailureReason =
  | 'timeout'
  | 'name-not-found'
  | 'name-unresolved'
  | 'connection-refused'
  | 'reset'
  | 'network-unreachable'
  | 'proxy'
  | 'tls'
  | 'protocol'
  | 'private-address'
  | 'aborted'

export type HttpOutcome = HttpAnswer | HttpFailure

export interface Http {
  ask(request: HttpRequest): Promise<HttpOutcome>
  /** True when requests to this URL go through a proxy, which then resolves the name. */
  viaProxy(url: string): boolean
}

/** An answer of an API as it was given, with what it takes to ask whether it still stands. */
export interface CachedAnswer {
  etag: string
  /** Its Link header, which leads to the next page (RFC 8288); null where there was none. */
  link: string | null
  body: Uint8Array
}

/** Answers that APIs gave in earlier runs. A convenience: it may forget any of them at any time, and never fails. */
export interface AnswerCache {
  recall(url: string): CachedAnswer | null
  remember(url: string, answer: CachedAnswer): void
}

/** What earlier runs learnt of links; loaded at the start, told of every result as it comes. */
export interface LinkMemory {
  /** What earlier runs knew of the URL, or undefined; whether what this one keeps is recalled, too, is left open. */
  recall(url: string): RememberedLink | undefined
  /** Keeps a result; on disk soon after, all of them once `flush` resolves. */
  remember(link: RememberedLink): void
  flush(): Promise<void>
  /** The run that began last, published or not; null where none did. */
  lastBegun(): BegunRun | null
  /** Notes that a run begins to ask, so that the next one can take up its answers if it is cut short. */
  begin(run: BegunRun): void
}

/** A run that has begun to ask links. */
export interface BegunRun {
  runId: string
  /** Answers learnt since then are its own, ISO 8601 in UTC; the moment of the first one where it took up another. */
  since: string
}

/** What a server said of a version of a page, by which it can be asked whether it still stands (RFC 9110, 8.8). */
export interface Validator {
  /** The address whose answer it was: the link's own, or that with a slash at its end. */
  address: string
  etag: string | null
  lastModified: string | null
}

/** The repository whose tree answered for a link. */
export interface TreeSource {
  /** Host and path, such as `github.com/SigmaHQ/sigma`. */
  repository: string
  by: 'mirror' | 'clone' | 'api'
  /** Null for the front page of a repository, for which no tree is read. */
  commit: string | null
}

export interface RememberedLink {
  url: string
  state: string
  reason: string | null
  status: number | null
  finalUrl: string | null
  target: string | null
  evidence: string | null
  certainty: string | null
  candidates: string[]
  /** ISO 8601, UTC. */
  checkedAt: string
  /** How the state was learnt, and with how many requests; null and 0 of results older than these fields. */
  method: string | null
  attempts: number
  /** For dead links: whether the verdict brought its own proof. */
  confirmed: boolean
  /** The commit that removed the file, where a repository's history says so. */
  deadCommit: string | null
  /** For links that answered over HTTP, where the server gave one. */
  validator: Validator | null
  /** For links that a repository answered for. */
  tree: TreeSource | null
  firstSeen: string
  lastAlive: string | null
  deadSince: string | null
  /** First failure of the present streak of failures, ISO 8601. */
  failingSince: string | null
  /** Set while a run is not done with the link: for that run, should it be cut short. */
  waiting?: WaitingLink | undefined
  history: { at: string; state: string; reason: string | null }[]
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
