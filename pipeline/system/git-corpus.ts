import { posix } from 'node:path'
import { Failure } from '../model/failure.js'
import { compareText } from '../model/place.js'
import type { CorpusFile, CorpusSource } from '../model/ports.js'
import { locationOf, type RepositoryName, repositoryOf } from './corpus-name.js'
import { isPageName } from './corpus-page.js'
import { GitError, type GitOptions, git } from './git.js'
import { type FetchLimits, fetchLimits, lastWords, unknownRef, withFetched } from './git-fetch.js'
import { readTreePages } from './git-pages.js'

/** What reading a repository may take, and who may stop it. */
export interface GitCorpusOptions extends FetchLimits {
  signal?: AbortSignal | undefined
}

/** Time for reading the pages of a repository that lies on this machine. */
const readingMs = 10 * 60_000

/**
 * The pages of a git repository as they are at a commit; a work tree is neither read nor touched.
 *
 * A repository at a URL is fetched into a temporary folder first, as little of it as will do. Where the repository's
 * path is a folder within its work tree, that folder is what is read. A Failure where there is no git, no repository,
 * no such commit or no such folder, and where a server gives no answer in time.
 */
export async function readGitCorpus(
  name: RepositoryName,
  limits: GitCorpusOptions = fetchLimits,
): Promise<CorpusSource> {
  // git allows no such name, and it must not become an option.
  if (name.ref?.startsWith('-')) throw unknownRef(name, null)
  try {
    return await (name.repository.kind === 'url'
      ? readFetched(name.repository.url, name, limits)
      : readLocal(name.repository.path, name, { timeoutMs: readingMs, signal: limits.signal }))
  } catch (cause) {
    if (!(cause instanceof GitError)) throw cause
    const why = cause.timedOut ? 'it took too long' : lastWords(cause.message)
    throw new Failure(
      `The repository ${repositoryOf(name)} could not be read: ${why}.`,
      'Try "git fsck" in it, or name a fresh clone.',
      { cause },
    )
  }
}

function readFetched(url: string, name: RepositoryName, limits: GitCorpusOptions): Promise<CorpusSource> {
  const options = { timeoutMs: readingMs, signal: limits.signal }
  return withFetched(
    url,
    name,
    ({ path, ref }) => readAt({ path, ref, folder: name.folder }, name, options),
    limits,
  )
}

async function readLocal(path: string, name: RepositoryName, options: GitOptions): Promise<CorpusSource> {
  const prefix = await prefixOf(path, options)
  const folder = posix.join(prefix, name.folder).replace(/^\.$|\/$/, '')
  return readAt({ path, ref: name.ref ?? 'HEAD', folder }, name, options)
}

/** Where in a repository to read. */
interface Spot {
  path: string
  ref: string
  folder: string
}

async function readAt(spot: Spot, name: RepositoryName, options: GitOptions): Promise<CorpusSource> {
  const { path, folder } = spot
  const ask = async (...words: string[]) => (await git(['-C', path, ...words], options)).trim()
  const revision = await commitOf(spot.ref, name, ask)
  const id = await ask('rev-parse', '--verify', '--quiet', `${revision}:${folder}`).catch(noFolder(name))
  const type = await ask('cat-file', '-t', id).catch(noFolder(name))
  if (type === 'tree') {
    return sourceOf(name, { revision, folder }, await readTreePages(path, { id }, options))
  }
  if (!isPageName(folder)) throw noFolder(name)(null)
  const [page] = await readTreePages(path, { id: revision, path: folder }, options)
  const files = page === undefined ? [] : [{ ...page, file: posix.basename(folder) }]
  return sourceOf(name, { revision, folder: posix.dirname(folder).replace(/^\.$/, '') }, files)
}

/** Its files are all at hand: a repository that was fetched is gone before the first of them is taken. */
function sourceOf(
  { location }: RepositoryName,
  { revision, folder }: { revision: string; folder: string },
  files: CorpusFile[],
): CorpusSource {
  files.sort((a, b) => compareText(a.file, b.file))
  const base = () => ({ of: 'repository' as const, folder })
  return { location, fileCount: files.length, files, revision: () => revision, base }
}

/** The commit's full id. */
async function commitOf(
  ref: string,
  name: RepositoryName,
  ask: (...words: string[]) => Promise<string>,
): Promise<string> {
  return ask('rev-parse', '--verify', '--quiet', `${ref}^{commit}`).catch((error: unknown) => {
    throw error instanceof GitError && !error.timedOut ? unknownRef(name, error) : error
  })
}

/** Where in its repository a folder stands: empty for the top; a Failure where it is in none. */
async function prefixOf(path: string, options: GitOptions): Promise<string> {
  const prefix = await git(['-C', path, 'rev-parse', '--show-prefix'], options).catch((cause: unknown) => {
    if (!(cause instanceof GitError)) throw cause
    throw cause.message.includes('dubious ownership')
      ? new Failure(
          `git does not read the repository ${locationOf(path)}, since it belongs to another user.`,
          'Allow it with: git config --global --add safe.directory PATH-OF-THE-REPOSITORY',
          { cause },
        )
      : new Failure(
          `The folder ${locationOf(path)} is in no git repository.`,
          'Name the path of a repository before the "#", or a folder of .md pages without any "#".',
          { cause },
        )
  })
  return prefix.replace(/\n$/, '')
}

function noFolder(name: RepositoryName): (cause: unknown) => never {
  return (cause) => {
    if (cause !== null && !(cause instanceof GitError && !cause.timedOut)) throw cause
    throw new Failure(
      `The repository ${repositoryOf(name)} has no folder "${name.folder}" at ${name.ref ?? 'HEAD'}.`,
      'Name a folder of .md pages behind the ":": REPOSITORY#REF:FOLDER.',
      { cause },
    )
  }
}
