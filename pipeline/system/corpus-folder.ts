import { constants, type Dirent, type Stats } from 'node:fs'
import { access, lstat, readdir, readFile, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { addAll } from '../model/add-all.js'
import type { CorpusBase } from '../model/corpus.js'
import { errorCode } from '../model/error-text.js'
import { Failure } from '../model/failure.js'
import { compareText } from '../model/place.js'
import type { CorpusFile, CorpusSource } from '../model/ports.js'
import { withoutSecrets } from '../model/secrets.js'
import { corpusBase, locationOf, repositoryName } from './corpus-name.js'
import { isPageName, isSkippedFolder, maxPageBytes, unreadable } from './corpus-page.js'
import { type RevisionWatch, watchRevision } from './corpus-revision.js'
import { readGitCorpus } from './git-corpus.js'
import { fetchLimits } from './git-fetch.js'

/**
 * The markdown files of a folder and all folders in it, one file, or those of a git repository at a commit, by name.
 *
 * Symbolic links are not followed, since a corpus is somebody else's data and must not lead out of its folder;
 * what cannot be read is in the list with its reason. A Failure only where the corpus itself is not there.
 */
export async function readCorpus(written: string, signal?: AbortSignal): Promise<CorpusSource> {
  const repository = await repositoryName(written)
  return repository === null ? readFolder(written) : readGitCorpus(repository, { ...fetchLimits, signal })
}

/** The same with all of its files at hand, for who needs them together. */
export async function readWholeCorpus(
  written: string,
  signal?: AbortSignal,
): Promise<{
  location: string
  revision: string | null
  base: CorpusBase | undefined
  files: CorpusFile[]
}> {
  const source = await readCorpus(written, signal)
  const files: CorpusFile[] = []
  for await (const file of source.files) files.push(file)
  return { location: source.location, revision: source.revision(), base: source.base?.(), files }
}

/** A corpus that is itself a link is what the user named; links within it are not followed. */
async function readFolder(written: string): Promise<CorpusSource> {
  const path = await realpath(written).catch((cause: unknown) => {
    throw new Failure(
      `The corpus ${withoutSecrets(written)} was not found.`,
      'Name a folder of .md pages, one page, or a git repository: a path or URL, with #REF:FOLDER where needed.',
      { cause },
    )
  })
  const isFolder = (await stat(path)).isDirectory()
  if (isFolder)
    await access(path, constants.R_OK | constants.X_OK).catch((cause) => mayNotBeRead(written, cause))
  const root = isFolder ? path : dirname(path)
  const names: Found[] = isFolder ? await markdownFiles(path, '') : [{ file: basename(path) }]
  const sorted = names.sort((a, b) => compareText(a.file, b.file))
  const watch = await watchRevision(root, isFolder)
  return {
    location: locationOf(written),
    fileCount: sorted.length,
    files: readPages(root, sorted, watch),
    revision: () => watch.conclude(),
    base: () => corpusBase(watch.folder(), isFolder ? written : dirname(written)),
  }
}

/** Each file as it is taken. */
async function* readPages(
  root: string,
  names: readonly Found[],
  watch: RevisionWatch,
): AsyncGenerator<CorpusFile> {
  for (const name of names) {
    const file = 'content' in name ? name : await readPage(root, name.file)
    watch.see(file)
    yield file
  }
}

type Found = { file: string } | CorpusFile

async function markdownFiles(root: string, folder: string): Promise<Found[]> {
  let entries: Dirent[]
  try {
    entries = await readdir(join(root, folder), { withFileTypes: true })
  } catch (error) {
    return [{ file: folder, content: { unreadable: reasonOf(error) } }]
  }
  const found: Found[] = []
  for (const entry of entries.sort((a, b) => compareText(a.name, b.name))) {
    const file = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (entry.isDirectory() && !isSkippedFolder(entry.name)) {
      addAll(found, await markdownFiles(root, file))
    } else if (isPageName(entry.name)) {
      found.push(entry.isFile() ? { file } : { file, content: unreadable.irregular })
    } else if (entry.isSymbolicLink() && (await isFolderBehind(join(root, file)))) {
      found.push({ file, content: unreadable.irregular })
    }
  }
  return found
}

function mayNotBeRead(path: string, cause: unknown): never {
  throw new Failure(
    `The corpus ${withoutSecrets(path)} may not be read (${reasonOf(cause)}).`,
    'Check its rights, or run as somebody who may read it.',
    { cause },
  )
}

async function isFolderBehind(link: string): Promise<boolean> {
  return stat(link).then(
    (info) => info.isDirectory(),
    () => false,
  )
}

async function readPage(root: string, file: string): Promise<CorpusFile> {
  try {
    const info: Stats = await lstat(join(root, file))
    if (!info.isFile()) return { file, content: unreadable.irregular }
    if (info.size > maxPageBytes) return { file, content: unreadable.tooLarge(info.size) }
    return { file, content: { bytes: await readFile(join(root, file)) } }
  } catch (error) {
    return { file, content: { unreadable: reasonOf(error) } }
  }
}

/** The system's code for what went wrong, without the machine's path. */
function reasonOf(error: unknown): string {
  return errorCode(error) ?? 'unknown error'
}
