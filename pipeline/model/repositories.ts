/** What the check needs of git repositories, as interfaces; clones and hosts' APIs make them real. */

/** A repository as links name it: `github.com` and `SigmaHQ/sigma`. */
export interface RepositoryName {
  /** Host in lower case, without `www.`. */
  host: string
  /** Owner and name, with any groups between them; letter case as written. */
  path: string
}

export interface TreeEntry {
  /** From the root of the repository, `/`-separated, as git has it (never percent-encoded). */
  path: string
  kind: 'file' | 'folder' | 'submodule'
  /** Git's id of the content: equal ids are equal bytes. */
  objectId: string
}

/** Everything a repository holds at one commit, folders included. */
export interface RepositoryTree {
  /** Full id of the commit. */
  commit: string
  entries: ReadonlyMap<string, TreeEntry>
  /** Set where only a part could be had: what it lacks may be there all the same. */
  isWhole?: false
}

/** A ref found at the front of some path segments: branch and tag names may hold slashes, the longest wins. */
export interface ResolvedRef {
  /** As the link writes it. */
  ref: string
  commit: string
  /** The segments behind the ref. */
  rest: string[]
  /** The branch's name of today where the host says that it was renamed; else null. */
  renamedTo: string | null
}

/** The last time that a file went away. */
export interface Departure {
  path: string
  /** The commit that removed it. */
  commit: string
  /** When, ISO 8601 in UTC. */
  at: string
  /** The content that it last had; null where unknown. */
  objectId: string | null
  /** The path that this commit gave it, by git's or the host's reckoning; null where it gave none, or nobody could tell. */
  renamedTo: string | null
  /** Files that the commit added beside, any of which a renaming may have meant; left out where nobody looked. */
  addedBeside?: readonly string[]
}

/** A repository that can be looked into. Reading is by commit, so that one run sees one state. */
export interface RepositoryAccess {
  by: 'mirror' | 'clone' | 'api'
  /** Its path of today; differs from the asked one after a rename. */
  path: string
  /** When it was last fetched, ISO 8601 in UTC; left out where that was in this run, or where nobody can tell. */
  asOf?: string
  /** Set where its history is cut off (a shallow clone): how files went is known of the last part of it alone. */
  isShallow?: true
  defaultBranch: string
  /** Null where no branch, tag or commit stands at the front of the segments. */
  resolve(segments: readonly string[]): Promise<ResolvedRef | null>
  /** Throws where the tree cannot be read; one that cannot be read whole says so, lest living files be taken for dead. */
  tree(commit: string): Promise<RepositoryTree>
  /** How these paths (absent at the commit) went, in its history; one that was never there is left out. */
  departures(commit: string, paths: readonly string[]): Promise<ReadonlyMap<string, Departure>>
  /** How all files below these folders (absent at the commit) went, by folder. */
  departuresUnder(commit: string, folders: readonly string[]): Promise<ReadonlyMap<string, Departure[]>>
  /** Whether reading thousands of contents is a matter of seconds; where not, none are read. */
  readsContents: boolean
  /** Contents by object id, those that are at hand, each cut off at 256 KiB; `take` is called once for each. */
  read(objectIds: readonly string[], take: (objectId: string, bytes: Uint8Array) => void): Promise<void>
}

/** What comes of looking for a repository: `unknown` where nobody here can tell. */
export type OpenedRepository =
  | { kind: 'found'; access: RepositoryAccess }
  | { kind: 'missing' }
  | { kind: 'unknown'; reason: string }

/** Looks for repositories; asked once for each. */
export interface Repositories {
  /** Set where they share a quota: looked into side by side, what each gets of it would be a matter of chance. */
  oneAfterAnother?: true
  /** `asItIs`: as it was left by an earlier run, without asking anybody for news of it. */
  open(name: RepositoryName, options?: { asItIs: boolean }): Promise<OpenedRepository>
}
