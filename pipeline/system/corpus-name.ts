import { stat } from 'node:fs/promises'
import { basename, isAbsolute, join, posix } from 'node:path'
import type { CorpusBase } from '../model/corpus.js'
import { withoutSecrets } from '../model/secrets.js'

/** A corpus that lies in a git repository, as it was asked for. */
export interface RepositoryName {
  /** A folder of this machine, or a URL that git understands. */
  repository: { kind: 'folder'; path: string } | { kind: 'url'; url: string }
  /** Branch, tag, commit or any other name of one; null for HEAD. */
  ref: string | null
  /** Folder (or page) within the repository, `/`-separated; empty for all of it. */
  folder: string
  /** What followed the repository, from the `#` on. */
  suffix: string
  /** As artifacts and people are told of it: without a machine path, without credentials. */
  location: string
}

/** The repository alone, for people. */
export function repositoryOf({ location, suffix }: RepositoryName): string {
  return location.slice(0, location.length - suffix.length)
}

/**
 * Reads `PATH#REF:FOLDER`, `PATH#REF`, `URL#REF:FOLDER` or `URL`; null for words that name no repository.
 *
 * What exists on disk wins: the longest part before a `#` that is a folder is the repository, so that a folder name
 * may hold `#` itself. A folder without any `#` names a repository only where it is a bare one, since any other folder
 * is read as it lies there.
 */
export async function repositoryName(written: string): Promise<RepositoryName | null> {
  if (await exists(written)) return (await isBareRepository(written)) ? inFolder(written, '') : null
  for (let end = written.lastIndexOf('#'); end > 0; end = written.lastIndexOf('#', end - 1)) {
    const path = written.slice(0, end)
    if (await isFolder(path)) return inFolder(path, written.slice(end))
  }
  if (!isGitUrl(written)) return null
  const end = written.indexOf('#')
  return end === -1 ? atUrl(written, '') : atUrl(written.slice(0, end), written.slice(end))
}

/** The corpus as artifacts name it: relative paths as they are, any other by its last part. */
export function locationOf(path: string): string {
  const plain = path
    .replaceAll('\\', '/')
    .replace(/\/+$/, '')
    .replace(/^(\.\/)+/, '')
  const leaves = plain.startsWith('/') || /^[A-Za-z]:/.test(plain) || plain.split('/').includes('..')
  return leaves ? basename(plain) : plain
}

/**
 * What paths to the pages of a folder can be relative to, by what is known of a repository around it and by how it was
 * named: a path that was not named relatively is of this machine, whatever folder the run was started in.
 */
export function corpusBase(inRepository: string | null, written: string): CorpusBase {
  if (inRepository !== null) return { of: 'repository', folder: inRepository }
  const folder = posix.normalize(written.replaceAll('\\', '/')).replace(/^\.$|\/$/g, '')
  const isRelative = !isAbsolute(written) && folder.split('/')[0] !== '..'
  return isRelative ? { of: 'working-folder', folder } : { of: 'corpus', folder: '' }
}

function inFolder(path: string, suffix: string): RepositoryName {
  return {
    repository: { kind: 'folder', path },
    ...within(suffix),
    suffix,
    location: `${locationOf(path)}${suffix}`,
  }
}

function atUrl(url: string, suffix: string): RepositoryName {
  return {
    repository: { kind: 'url', url },
    ...within(suffix),
    suffix,
    location: `${shownUrl(url)}${suffix}`,
  }
}

/** `#REF:FOLDER` apart; no name of a commit holds a colon (git-check-ref-format). */
function within(suffix: string): { ref: string | null; folder: string } {
  const [, ref = '', folder = ''] = /^#?([^:]*):?([\s\S]*)$/.exec(suffix) ?? []
  return { ref: ref === '' ? null : ref, folder: folder.replace(/^(\.?\/)+|\/+$/g, '').replace(/^\.$/, '') }
}

/** Addresses that git fetches from: URLs of the named schemes, and `user@host:path` of ssh. */
function isGitUrl(text: string): boolean {
  return /^(https?|ssh|git|file):\/\/./i.test(text) || /^\w[\w.-]*@[A-Za-z0-9][\w.-]*:./.test(text)
}

/** A `file:` URL is a path of this machine and shown as one; of all others the user goes, who may carry a token. */
function shownUrl(url: string): string {
  const path = /^file:\/\/(.*)$/i.exec(url)?.[1]
  if (path !== undefined) return locationOf(path)
  return withoutSecrets(url.replace(/^([a-z]+:\/\/)[^/?#]*@/i, '$1'))
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() ?? false
}

/** A folder that is a repository itself (gitrepository-layout), as a server has it. */
async function isBareRepository(path: string): Promise<boolean> {
  const head = await stat(join(path, 'HEAD')).catch(() => null)
  return head?.isFile() === true && (await isFolder(join(path, 'objects'))) && isFolder(join(path, 'refs'))
}
