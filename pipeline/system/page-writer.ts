import { randomBytes } from 'node:crypto'
import { lstat, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, sep } from 'node:path'
import { Failure } from '../model/failure.js'
import { sweepLeftOvers } from './left-overs.js'

/** A page to be written over: what must stand there still, and what is to stand there. */
export interface PageChange {
  file: string
  before: Uint8Array
  after: Uint8Array
}

/**
 * Writes pages over, each by one rename, rights kept. All are looked at and all drafts are on disk before the first page
 * changes. Drafts that a killed process left in their folders are swept.
 *
 * A Failure where a page is a link, leads out of the corpus, or is no longer what it was, or where there is no room: none
 * is written then.
 */
export async function writePages(corpus: string, changes: readonly PageChange[]): Promise<void> {
  const path = await realpath(corpus)
  const root = (await stat(path)).isDirectory() ? path : dirname(path)
  for (const change of changes) await assertWritable(root, change)
  for (const folder of new Set(changes.map(({ file }) => dirname(join(root, file)))))
    sweepLeftOvers(folder, (name) => draftName.test(name))
  const drafts: Draft[] = []
  try {
    for (const change of changes) await writeDraft(drafts, join(root, change.file), change)
    for (let draft = drafts[0]; draft !== undefined; draft = drafts[0]) {
      await rename(draft.path, draft.target).catch((cause: unknown) => partly(draft?.file, cause))
      drafts.shift()
    }
  } finally {
    for (const draft of drafts) await rm(draft.path, { force: true })
  }
}

/** Names that nobody but us gives, such as `.T1059.md.0123abcd.draft`. */
const draftName = /^\..+\.md\.[0-9a-f]{8}\.draft$/i

interface Draft {
  file: string
  path: string
  target: string
}

async function writeDraft(drafts: Draft[], target: string, { file, after }: PageChange): Promise<void> {
  const path = join(dirname(target), `.${basename(target)}.${randomBytes(4).toString('hex')}.draft`)
  drafts.push({ file, path, target })
  try {
    const { mode } = await stat(target)
    const handle = await open(path, 'wx', mode)
    try {
      await handle.writeFile(after)
      await handle.chmod(mode & 0o7777)
      await handle.sync()
    } finally {
      await handle.close()
    }
  } catch (cause) {
    throw new Failure(
      `The page ${file} cannot be written; nothing was.`,
      'Check its rights and the free space, then fix again.',
      { cause },
    )
  }
}

function partly(file: string | undefined, cause: unknown): never {
  throw new Failure(
    `The page ${file} could not be written; pages before it were.`,
    'Check its rights, then fix again: what is done stays done.',
    { cause },
  )
}

async function assertWritable(root: string, { file, before }: PageChange): Promise<void> {
  const path = join(root, file)
  const folder = await realpath(dirname(path)).catch(() => null)
  const isInside =
    folder !== null && (folder === root || folder.startsWith(root.endsWith(sep) ? root : root + sep))
  const info = isInside ? await lstat(path).catch(() => null) : null
  if (info?.isFile() !== true)
    throw refusal(file, 'is no regular file within the corpus', 'Name the folder that holds the page itself.')
  if (!(await readFile(path)).equals(before))
    throw refusal(file, 'changed while it was being fixed', 'Run again, then fix.')
}

function refusal(file: string, what: string, remedy: string): Failure {
  return new Failure(`The page ${file} ${what}; nothing was written.`, remedy)
}
