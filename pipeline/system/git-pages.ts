import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { CorpusFile } from '../model/ports.js'
import { ByteReader } from './byte-reader.js'
import { isPageName, isSkippedFolder, maxPageBytes, unreadable } from './corpus-page.js'
import { type GitOptions, startGit } from './git.js'

/** A page in a tree: its content's id, or why there is no content. */
type TreePage = { file: string; id: string } | CorpusFile

/**
 * The pages of a tree of a repository, without touching a work tree: names by git-ls-tree, contents by git-cat-file.
 * Where `path` is set, the one page of that path. Of the repository only pages are read, one at a time, and none
 * beyond the size of a page.
 */
export async function readTreePages(
  repository: string,
  tree: { id: string; path?: string },
  options: GitOptions,
): Promise<CorpusFile[]> {
  const pages = await listPages(repository, tree, options)
  const ids = pages.flatMap((page) => ('id' in page ? [page.id] : []))
  const contents = readBlobs(repository, ids, options)
  const files: CorpusFile[] = []
  for (const page of pages) {
    files.push('content' in page ? page : { file: page.file, content: await nextOf(contents) })
  }
  await contents.return(undefined)
  return files
}

async function nextOf(contents: AsyncGenerator<CorpusFile['content']>): Promise<CorpusFile['content']> {
  const next = await contents.next()
  return next.done === true ? unreadable.missing : next.value
}

async function listPages(
  repository: string,
  { id, path }: { id: string; path?: string },
  options: GitOptions,
): Promise<TreePage[]> {
  const words = ['ls-tree', '-r', '-z', '-l', '--full-tree', id, ...(path === undefined ? [] : ['--', path])]
  const { process: child, ended } = startGit(['-C', repository, ...words], options)
  child.stdin.end()
  const pages: TreePage[] = []
  let rest = ''
  for await (const text of child.stdout.setEncoding('utf8')) {
    const entries = `${rest}${text}`.split('\0')
    rest = entries.pop() ?? ''
    for (const entry of entries) pages.push(...treePage(entry))
  }
  await ended
  return pages
}

/** `MODE SP TYPE SP ID SP+ SIZE TAB PATH` (git-ls-tree -l), if it is a page or hides pages from us. */
function treePage(entry: string): TreePage[] {
  const tab = entry.indexOf('\t')
  const [mode = '', type = '', id = '', size = ''] = entry.slice(0, tab).split(/ +/)
  const file = entry.slice(tab + 1)
  if (file.split('/').some(isSkippedFolder)) return []
  if (type === 'commit') return [{ file, content: unreadable.submodule }]
  if (!isPageName(file)) return []
  if (!mode.startsWith('100')) return [{ file, content: unreadable.irregular }]
  if (Number(size) > maxPageBytes) return [{ file, content: unreadable.tooLarge(Number(size)) }]
  return [{ file, id }]
}

/** The contents of blobs, in the order asked for; git reads on only as they are taken. */
async function* readBlobs(
  repository: string,
  ids: readonly string[],
  options: GitOptions,
): AsyncGenerator<CorpusFile['content']> {
  if (ids.length === 0) return
  const { process: child, ended } = startGit(['-C', repository, 'cat-file', '--batch'], options)
  const asking = pipeline(Readable.from(ids.map((id) => `${id}\n`)), child.stdin).catch(() => undefined)
  const output = new ByteReader(child.stdout)
  try {
    for (let index = 0; index < ids.length; index += 1) {
      const header = await output.line()
      if (header === null) break
      const [, type, size] = header.split(' ')
      if (type !== 'blob') {
        yield unreadable.missing
        continue
      }
      const bytes = await output.take(Number(size))
      await output.take(1)
      yield { bytes }
    }
    await asking
    await ended
  } finally {
    child.kill()
  }
}
