import { createHash } from 'node:crypto'
import type { CorpusFile } from '../model/ports.js'
import { isPageName } from './corpus-page.js'
import { git } from './git.js'

/** Learns, file by file, which commit the pages of a folder are of. */
export interface RevisionWatch {
  see(file: CorpusFile): void
  /** Once all files have been seen. */
  conclude(): string | null
  /** Where the pages' folder stands in the repository that they are committed in, or null; empty for its top. */
  folder(): string | null
}

/**
 * The commit that these pages of a folder are of, or null where none of them is in a git repository's last commit;
 * `+changes` is added where one of them differs from it, is not in it, or is in it and not there.
 *
 * The pages are compared by their blob ids (`git hash-object`). `git status` would run programs that the repository's
 * own settings name (filters, a file-system monitor), and a corpus is somebody else's data.
 */
export async function watchRevision(folder: string, isWhole: boolean): Promise<RevisionWatch> {
  const head = await lastCommit(folder).catch(() => null)
  if (head === null) return { see: () => undefined, conclude: () => null, folder: () => null }
  const { commit, blobs, folder: inRepository } = head
  const unseen = new Set([...blobs.keys()].filter((file) => isPageName(file.split('/').at(-1) ?? file)))
  let isCommitted = false
  let isClean = true
  return {
    see({ file, content }) {
      unseen.delete(file)
      isCommitted ||= blobs.has(file)
      isClean &&= 'bytes' in content && isBlob(content.bytes, blobs.get(file))
    },
    conclude() {
      if (!isCommitted) return null
      return isClean && (!isWhole || unseen.size === 0) ? commit : `${commit}+changes`
    },
    folder: () => (isCommitted ? inRepository : null),
  }
}

/** The last commit of the repository that a folder is in, what it has of that folder, and where there it stands. */
async function lastCommit(
  folder: string,
): Promise<{ commit: string; blobs: Map<string, string>; folder: string }> {
  const ask = (...args: string[]) =>
    git(['-C', folder, '-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', ...args], {
      timeoutMs: 20_000,
    })
  const commit = (await ask('rev-parse', '--verify', 'HEAD')).trim()
  const prefix = (await ask('rev-parse', '--show-prefix')).replace(/\/?\n$/, '')
  return { commit, blobs: blobIds(await ask('ls-tree', '-r', '-z', 'HEAD', '.')), folder: prefix }
}

/** Blob ids by path, of `git ls-tree -r -z`. */
function blobIds(listing: string): Map<string, string> {
  return new Map(
    listing.split('\0').flatMap((entry) => {
      const parts = /^\d+ blob ([0-9a-f]+)\t(.*)$/s.exec(entry)
      return parts?.[1] === undefined || parts[2] === undefined ? [] : [[parts[2], parts[1]] as const]
    }),
  )
}

/** Whether git would give these bytes this id (SHA-1, or SHA-256 in repositories of that format). */
function isBlob(bytes: Uint8Array, id: string | undefined): boolean {
  if (id === undefined) return false
  const hash = createHash(id.length === 64 ? 'sha256' : 'sha1')
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest('hex') === id
}
