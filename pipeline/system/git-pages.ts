import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { CorpusFile } from '../model/ports.js'
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

/** Lines and counts of bytes out of a stream, whatever pieces it comes in. */
class ByteReader {
  private readonly pieces: AsyncIterator<Buffer>
  private held: Buffer = Buffer.alloc(0)

  constructor(stream: Readable) {
    this.pieces = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  }

  /** The text up to the next line feed, which is dropped; null at the end. */
  async line(): Promise<string | null> {
    let end = this.held.indexOf(10)
    while (end === -1) {
      const piece = await this.pieces.next()
      if (piece.done === true) return null
      this.held = Buffer.concat([this.held, piece.value])
      end = this.held.indexOf(10)
    }
    const line = this.held.toString('utf8', 0, end)
    this.held = this.held.subarray(end + 1)
    return line
  }

  /** The next bytes, as many as are there of those asked for; in memory of their own. */
  async take(count: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(count)
    let filled = 0
    while (filled < count) {
      if (this.held.length === 0) {
        const piece = await this.pieces.next()
        if (piece.done === true) return bytes.subarray(0, filled)
        this.held = piece.value
      }
      const part = this.held.subarray(0, count - filled)
      bytes.set(part, filled)
      filled += part.length
      this.held = this.held.subarray(part.length)
    }
    return bytes
  }
}
