import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Failure } from '../model/failure.js'
import { withoutSecrets } from '../model/secrets.js'
import { type RepositoryName, repositoryOf } from './corpus-name.js'
import { GitError, type GitOptions, git } from './git.js'
import { certificates } from './git-certificates.js'

/** How long a fetch may take in all, and how long it may show no progress. */
export interface FetchLimits {
  timeoutMs: number
  idleMs: number
}

export const fetchLimits: FetchLimits = { timeoutMs: 30 * 60_000, idleMs: 2 * 60_000 }

/** A repository fetched for one reading, and the name of what was asked for in it. */
export interface FetchedRepository {
  path: string
  ref: string
}

/** What one fetch needs to know. */
interface Fetch {
  url: string
  path: string
  options: GitOptions
}

/**
 * Fetches the commit that is asked for into a bare repository in a temporary folder, lets `read` read it, and removes it.
 *
 * A branch, a tag and a commit's full id come alone, without their history. Only names that are worked out from
 * history (`main~3`, a shortened id) need all of it. A Failure where the repository or the commit cannot be had.
 */
export async function withFetched<Value>(
  url: string,
  name: RepositoryName,
  read: (repository: FetchedRepository) => Promise<Value>,
  limits: FetchLimits & { signal?: AbortSignal | undefined },
): Promise<Value> {
  const folder = await mkdtemp(join(tmpdir(), 'control-coverage-'))
  try {
    const path = join(folder, 'repository.git')
    const options = { ...limits, env: await certificates(folder) }
    await git(['init', '--quiet', '--bare', '--template=', path], options)
    return await read({ path, ref: await fetchCommit({ url, path, options }, name) })
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

/** Fetches as little as the name allows; gives the name by which the fetched repository knows the commit. */
async function fetchCommit(fetch: Fetch, name: RepositoryName): Promise<string> {
  const ref = name.ref ?? 'HEAD'
  try {
    if (isPlainName(ref)) {
      await fetchRefs(fetch, ['--depth=1', '--no-tags'], [ref])
      return 'FETCH_HEAD'
    }
  } catch (error) {
    if (!(error instanceof GitError) || !isUnknownRef(error.message)) throw fetchFailure(error, name)
    if (!isOfHistory(ref)) throw unknownRef(name, error)
  }
  try {
    const all = ['+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*', '+HEAD:refs/remotes/origin/HEAD']
    await fetchRefs(fetch, [], all)
  } catch (error) {
    throw fetchFailure(error, name)
  }
  return ref.replace(/^(HEAD|@)(?![\w/.-])/, 'refs/remotes/origin/HEAD')
}

async function fetchRefs({ url, path, options }: Fetch, flags: string[], refspecs: string[]): Promise<void> {
  const quietly = ['-c', 'gc.auto=0', '-c', 'maintenance.auto=false']
  const words = ['fetch', '--progress', '--no-recurse-submodules', ...flags, '--', url, ...refspecs]
  await git(['-C', path, ...quietly, ...words], options)
}

/** The failure that a name of no commit is. */
export function unknownRef(name: RepositoryName, cause: unknown): Failure {
  const { ref } = name
  const repository = repositoryOf(name)
  return new Failure(
    ref === null
      ? `The repository ${repository} has no commit yet.`
      : `The repository ${repository} has no commit of the name "${ref}".`,
    'Name a branch, a tag or a commit behind the "#": REPOSITORY#REF or REPOSITORY#REF:FOLDER.',
    { cause },
  )
}

/** A name that means itself in a refspec: no pattern, no sign, no way through history. */
function isPlainName(ref: string): boolean {
  return /^[^-+^~:?*[\\@\s][^+^~:?*[\\@\s]*$/.test(ref) && !ref.includes('..')
}

/** A name that only the history can tell the meaning of: `main~3`, a shortened id, what git-describe says. */
function isOfHistory(ref: string): boolean {
  return !isPlainName(ref) || /(^|-g)[0-9a-f]{4,64}$/i.test(ref)
}

function isUnknownRef(words: string): boolean {
  return /couldn't find remote ref|not our ref|unadvertised object|not a valid object name/i.test(words)
}

function fetchFailure(error: unknown, name: RepositoryName): unknown {
  if (!(error instanceof GitError)) return error
  const why = error.timedOut ? 'its server did not answer in time' : lastWords(error.message)
  return new Failure(
    `The repository ${repositoryOf(name)} could not be fetched: ${why}.`,
    'Check the address, the network and proxy, and that git may read it without asking for a password; or clone it yourself and name its path.',
    { cause: new Error(withoutSecrets(error.message)) },
  )
}

/** The line in which git says why, without its mark and without credentials. */
export function lastWords(words: string): string {
  const lines = words.split(/[\r\n]+/).map((line) => line.trim())
  const telling = lines.filter(
    (line) => line !== '' && !/^(remote: )?(Enumerat|Count|Compress|Receiv)/.test(line),
  )
  const line =
    telling.find((each) => /^(fatal|error|ssh):/.test(each)) ?? telling.at(-1) ?? 'git gave no reason'
  return withoutSecrets(line.replace(/^(fatal|error): /, '').replace(/\.$/, '')).slice(0, 300)
}
