import type { ResolvedRef, TreeEntry } from '../../model/repositories.js'
import type { RepositoryAddress } from '../../model/repository-address.js'
import { type Verdict, verdict } from '../verdict.js'
import type { Fate } from './fate.js'

/** An address, and what its repository made of its front part. */
export interface Located {
  address: string
  parsed: RepositoryAddress
  /** The repository's path of today. */
  repository: string
  ref: ResolvedRef
  /** Behind the ref; '' is the root. */
  path: string
}

/** Folders of what is kept for the record and no longer meant to be used. */
const retired = /(^|\/)_?(deprecated|removed|unsupported|retired|archived?)(\/|$)/i

/** The verdict on a place that is there. */
export function onPresent(located: Located, entry: Pick<TreeEntry, 'kind'>): Verdict | null {
  const { parsed, path } = located
  const isFile = entry.kind === 'file'
  // A file's dress does not fit a folder; GitHub's `blob` page of a folder sends on to its `tree` page.
  if (!isFile && (parsed.view === 'raw' || parsed.view === 'blame')) return missing('not-a-file')
  // What hosts make of a file's page without a file they do not say in their manuals: ask them.
  if (path === '' && parsed.view === 'file') return null
  return found(located, isFile ? 'file' : 'folder')
}

/** The verdict on the front page of a repository, whose path of today may be another. */
export function onRoot(address: string, parsed: RepositoryAddress, repository: string): Verdict {
  const today = nameOfToday(parsed, repository)
  const front = parsed.write({ repository: today.name, ref: '', path: '', kind: 'folder' })
  return today.isRenamed ? redirected(front) : alive(address, parsed.isPlain ? address : front)
}

function found(located: Located, kind: 'file' | 'folder'): Verdict {
  const { address, parsed, repository, ref, path } = located
  const place = placing(located)(path, kind)
  if (nameOfToday(parsed, repository).isRenamed || ref.renamedTo !== null) return redirected(place)
  const isSentOn =
    (parsed.view === 'file' && kind === 'folder') || (parsed.view === 'folder' && kind === 'file')
  return alive(address, parsed.isPlain && !isSentOn ? address : place)
}

/** The verdict on a place that is not there, with what became of it. */
export function onMissing(located: Located, fate: Fate, isFolder: (path: string) => boolean): Verdict {
  const write = placing(located)
  const addressOf = (path: string) => write(path, isFolder(path) ? 'folder' : 'file')
  const went = { deadSince: fate.departure?.at ?? null, deadCommit: fate.departure?.commit ?? null }
  if (fate.target === null)
    return { ...missing('path-missing'), ...went, candidates: fate.candidates.map(addressOf) }
  return verdict('moved', retired.test(fate.target) ? 'target-deprecated' : null, {
    method: 'tree',
    target: addressOf(fate.target),
    evidence: fate.evidence,
    certainty: fate.certainty,
    ...went,
  })
}

/** Writes addresses of places in the link's repository, by the names that repository and branch have today. */
function placing({ parsed, repository, ref }: Located): (path: string, kind: 'file' | 'folder') => string {
  const { name } = nameOfToday(parsed, repository)
  return (path, kind) => parsed.write({ repository: name, ref: ref.renamedTo ?? ref.ref, path, kind })
}

/** What the repository is called: as the link writes it unless it bears another name, letter case aside. */
function nameOfToday({ name }: RepositoryAddress, repository: string): { name: string; isRenamed: boolean } {
  const isRenamed = repository.toLowerCase() !== name.path.toLowerCase()
  return { name: isRenamed ? repository : name.path, isRenamed }
}

function alive(address: string, reached: string): Verdict {
  return verdict('alive', null, { method: 'tree', finalUrl: reached === address ? null : reached })
}

/** Hosts send the old names of repositories and branches on to the new ones, for good. */
function redirected(target: string): Verdict {
  const known = { method: 'tree', finalUrl: target, target, evidence: 'redirect', certainty: 'high' } as const
  return verdict('moved', null, known)
}

function missing(reason: string): Verdict {
  return verdict('dead', reason, { method: 'tree', confirmed: true })
}
