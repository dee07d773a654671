import type { WaitingLink } from './waiting-link.js'

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
