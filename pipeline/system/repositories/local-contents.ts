import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ByteReader } from '../byte-reader.js'
import { GitError } from '../git.js'
import type { LocalGit } from './local-git.js'

/** How much of a content is read: an identifier stands near the top of its file. */
const maxBytes = 256 * 1024

const objectId = /^[0-9a-f]{40,64}$/

/**
 * Those of the objects that are at hand, once what can be obtained has been.
 *
 * To ask git-cat-file for a content that a partial clone lacks would end it (git before 2.45 asks the server first,
 * which is forbidden here); so git-rev-list is asked, which takes what is missing for an answer.
 */
export async function atHand(git: LocalGit, objectIds: Iterable<string>): Promise<Set<string>> {
  const ids = new Set([...objectIds].filter((id) => objectId.test(id)))
  const present = await presentAmong(git, ids)
  if (present.size === ids.size || git.obtain === undefined) return present
  await git.obtain([...ids].filter((id) => !present.has(id)))
  return presentAmong(git, ids)
}

async function presentAmong(git: LocalGit, ids: ReadonlySet<string>): Promise<Set<string>> {
  const present = new Set<string>()
  if (ids.size === 0) return present
  const words = ['rev-list', '--no-walk', '--objects', '--missing=print', '--ignore-missing', '--stdin']
  for await (const line of git.parts(words, '\n', [...ids].map((id) => `${id}\n`).join(''))) {
    // `ID SP NAME`; whatever is listed because it is in a tree that was asked for is nobody's answer.
    const id = line.split(' ', 1)[0] ?? ''
    if (ids.has(id)) present.add(id)
  }
  return present
}

/** Reads contents one after the other; those that cannot be had are left out, as is what no blob is. */
export async function readContents(
  git: LocalGit,
  objectIds: readonly string[],
  take: (objectId: string, bytes: Uint8Array) => void,
): Promise<void> {
  const present = await atHand(git, objectIds)
  const ids = [...new Set(objectIds)].filter((id) => present.has(id))
  if (ids.length === 0) return
  const { process: child, ended } = git.start(['cat-file', '--batch', '--buffer'])
  const asking = pipeline(Readable.from(ids.map((id) => `${id}\n`)), child.stdin).catch(() => undefined)
  const output = new ByteReader(child.stdout)
  try {
    for (const id of ids) {
      const header = await output.line()
      if (header === null) break
      const [, type, size] = header.split(' ')
      if (size === undefined) continue
      const count = type === 'blob' ? Math.min(Number(size), maxBytes) : 0
      if (type === 'blob') take(id, await output.take(count))
      await output.skip(Number(size) - count + 1)
    }
    await asking
    await ended
  } catch (cause) {
    // A damaged content ends git: those behind it are not at hand either.
    if (!(cause instanceof GitError)) throw cause
  } finally {
    child.kill()
  }
}
