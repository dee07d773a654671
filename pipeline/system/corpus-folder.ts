import type { Dirent, Stats } from 'node:fs'
import { lstat, readdir, readFile, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Failure } from '../model/failure.js'
import { compareText } from '../model/place.js'
import type { CorpusFile, CorpusSource } from '../model/ports.js'
import { revisionOf } from './git.js'

/** A page of more bytes is no page that anybody wrote by hand; it is not read into memory. */
const maxPageBytes = 32 * 1024 * 1024

/**
 * The markdown files of a folder and all folders in it, or one file, by name.
 *
 * Symbolic links are not followed, since a corpus is somebody else's data and must not lead out of its folder;
 * what cannot be read is in the list with its reason. A Failure only where the corpus itself is not there.
 */
export async function readCorpus(path: string): Promise<CorpusSource> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new Failure(`The corpus ${path} was not found.`, 'Name a folder of .md pages, or one page.', {
      cause,
    })
  })
  const root = found.isDirectory() ? path : dirname(path)
  const names = found.isDirectory() ? await markdownFiles(path, '') : [{ file: basename(path) }]
  const files: CorpusFile[] = []
  for (const name of names) files.push('content' in name ? name : await readPage(root, name.file))
  return { location: locationOf(path), revision: await revisionOf(root, path), files }
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
    if (entry.isDirectory() && entry.name !== '.git' && entry.name !== 'node_modules') {
      found.push(...(await markdownFiles(root, file)))
    } else if (/\.(md|markdown)$/i.test(entry.name)) {
      found.push(
        entry.isFile()
          ? { file }
          : { file, content: { unreadable: 'it is no regular file and was not followed' } },
      )
    }
  }
  return found
}

async function readPage(root: string, file: string): Promise<CorpusFile> {
  try {
    const info: Stats = await lstat(join(root, file))
    if (!info.isFile()) return { file, content: { unreadable: 'it is no regular file and was not followed' } }
    if (info.size > maxPageBytes) {
      return { file, content: { unreadable: `it has ${info.size} bytes; at most ${maxPageBytes} are read` } }
    }
    return { file, content: { bytes: await readFile(join(root, file)) } }
  } catch (error) {
    return { file, content: { unreadable: reasonOf(error) } }
  }
}

/** The system's code for what went wrong, without the machine's path. */
function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
}
