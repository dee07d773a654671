import pLimit from 'p-limit'
import { errorText } from '../../model/error-text.js'
import { groupBy } from '../../model/group-by.js'
import type { TreeSource } from '../../model/link-memory.js'
import { compareText } from '../../model/place.js'
import type { Repositories, RepositoryAccess } from '../../model/repositories.js'
import { type RepositoryAddress, repositoryAddress } from '../../model/repository-address.js'
import type { Answerer, Tell } from '../answerer.js'
import type { Question } from '../question.js'
import { verdict } from '../verdict.js'
import { fatesOf } from './fates.js'
import { type Located, onMissing, onPresent, onRoot } from './verdicts.js'

/** Repositories looked into at the same time: reading one takes a core or a share of the host's quota. */
const atOnce = 2

interface Ask {
  question: Question
  parsed: RepositoryAddress
}

/** What repositories could not tell, in one sentence, by repository and who answered for it. */
export type RepositoryNotes = Map<string, string>

export function noteKey({ repository, by }: Pick<TreeSource, 'repository' | 'by'>): string {
  return `${repository} ${by}`
}

/**
 * The answerer that looks into git repositories: one listing of a tree answers for every link into it, and the history
 * says where a missing file went. Each verdict names its repository.
 *
 * What a repository cannot tell is left to the next answerer and noted.
 */
export function inRepositories(repositories: Repositories, notes: RepositoryNotes): Answerer {
  return async (questions, tell) => {
    const limit = pLimit(repositories.oneAfterAnother ? 1 : atOnce)
    const groups = [...byRepository(questions)].sort(([a], [b]) => compareText(a, b)).map(([, asks]) => asks)
    await Promise.all(groups.map((asks) => limit(() => askOne(repositories, asks, tell, notes))))
  }
}

function byRepository(questions: readonly Question[]): Map<string, Ask[]> {
  const asks = questions.flatMap((question): Ask[] => {
    const parsed = repositoryAddress(question.address)
    return parsed === null ? [] : [{ question, parsed }]
  })
  return groupBy(asks, ({ parsed: { name } }) => `${name.host}/${name.path}`.toLowerCase())
}

async function askOne(
  repositories: Repositories,
  asks: readonly Ask[],
  tell: Tell,
  notes: RepositoryNotes,
): Promise<void> {
  const [first] = asks
  if (first === undefined) return
  const { name } = first.parsed
  const asItIs = asks.every(({ question }) => question.isCarried === true)
  const opened = await repositories.open(name, { asItIs })
  if (opened.kind === 'unknown') return
  if (opened.kind === 'missing') {
    // A private repository looks the same from outside, so that this is no proof.
    for (const { question } of asks) tell(question, verdict('dead', 'repository-missing', { method: 'tree' }))
    return
  }
  const { access } = opened
  const source: TreeSource = { repository: `${name.host}/${access.path}`, by: access.by, commit: null }
  const caveats = caveatsOf(access)
  if (caveats.length > 0) notes.set(noteKey(source), caveats.join(' '))
  const attempt = async (work: () => Promise<void>) => {
    try {
      await work()
    } catch (cause) {
      const why = errorText(cause)
      notes.set(noteKey(source), [...caveats, `Not all of it could be read: ${why}.`].join(' '))
    }
  }
  await lookInto(access, asks, (commit) => tellingOf({ ...source, commit }, tell), attempt)
}

/** What a reader must know of the state that a repository tells of, in sentences. */
function caveatsOf({ asOf, isShallow }: RepositoryAccess): string[] {
  return [
    ...(asOf === undefined ? [] : [`As of ${asOf}, the last time it was fetched.`]),
    ...(isShallow === undefined ? [] : ['Its history is cut off, so that where files went is not known.']),
  ]
}

function tellingOf(tree: TreeSource, tell: Tell): Tell {
  return (question, found) => tell(question, { ...found, tree })
}

/** Does what it can: what cannot be read keeps nothing else from being told. */
type Attempt = (work: () => Promise<void>) => Promise<void>

interface Asked {
  located: Located
  question: Question
}

async function lookInto(
  access: RepositoryAccess,
  asks: readonly Ask[],
  telling: (commit: string | null) => Tell,
  attempt: Attempt,
): Promise<void> {
  const byCommit = new Map<string, Asked[]>()
  for (const ask of asks) await attempt(() => locate(access, ask, telling(null), byCommit))
  for (const [commit, group] of byCommit) await attempt(() => lookAt(access, commit, group, telling(commit)))
}

/** Finds the commit that a link means, and tells what can be told without looking at it. */
async function locate(
  access: RepositoryAccess,
  { question, parsed }: Ask,
  tell: Tell,
  byCommit: Map<string, Asked[]>,
): Promise<void> {
  if (parsed.view === 'root') return tell(question, onRoot(question.address, parsed, access.path))
  const ref = await access.resolve(parsed.segments)
  if (ref !== null) {
    const path = ref.rest.join('/')
    const located = { address: question.address, parsed, repository: access.path, ref, path }
    const group = byCommit.get(ref.commit) ?? []
    byCommit.set(ref.commit, group)
    group.push({ located, question })
  } else if (isWhole(access, parsed)) {
    tell(question, verdict('dead', 'ref-missing', { method: 'tree', confirmed: true }))
  }
}

async function lookAt(
  access: RepositoryAccess,
  commit: string,
  group: readonly Asked[],
  tell: Tell,
): Promise<void> {
  const tree = await access.tree(commit)
  const missing: Asked[] = []
  for (const each of group) {
    const { path } = each.located
    const entry = path === '' ? ({ kind: 'folder' } as const) : tree.entries.get(path)
    const found = entry === undefined ? undefined : onPresent(each.located, entry)
    if (found === undefined) missing.push(each)
    else if (found !== null) tell(each.question, found)
  }
  if (missing.length === 0) return
  // What a tree that was cut off does not show may be there all the same.
  if (tree.isWhole === false) throw new Error('its tree is too large for the quota of the API')
  const fates = await fatesOf(
    access,
    tree,
    missing.map(({ located }) => located.path),
  )
  const isFolder = (path: string) => tree.entries.get(path)?.kind !== 'file'
  for (const { located, question } of missing) {
    const fate = fates.get(located.path)
    if (fate !== undefined) tell(question, onMissing(located, fate, isFolder))
  }
}

/**
 * Whether a ref that it lacks is a ref that is gone: a mirror may hold no more than one branch, and commits of pull
 * requests are in no clone.
 */
function isWhole({ by }: RepositoryAccess, { segments }: RepositoryAddress): boolean {
  const isCommit = /^[0-9a-f]{7,64}$/i.test(segments[0] ?? '')
  return by === 'api' || (by === 'clone' && !isCommit)
}
