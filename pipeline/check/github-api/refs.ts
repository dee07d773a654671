import type { ResolvedRef } from '../../model/repositories.js'
import { BranchAnswer, CommitAnswer, readAnswer } from './answers.js'
import type { ApiConversation } from './conversation.js'
import { once } from './once.js'
import { slashedNames } from './slashed-names.js'

interface FoundRef {
  commit: string
  renamedTo: string | null
}

/** Old names with slashes that are tried in one repository: of a dead ref each folder behind it looks like one. */
const mostOldNames = 40

/** The end of a file's name, which no branch is called by. */
const fileEnding = /\.[a-z][a-z0-9]{1,5}$/i

/**
 * Finds refs at the front of path segments, each candidate asked once.
 *
 * The shortest comes first: git keeps no branch `a/b` beside a branch `a` (their files would collide), so the first
 * found is the only one, and for most links it is one segment. Names with slashes are looked up in the list of those
 * that begin alike; one that no list holds may be the old name of a renamed branch, which only asking for it tells.
 *
 * That there is no such ref is believed when the host says so twice, a pause apart. Throws where the API does not
 * tell or was asked enough, since "no such ref" would make living links dead.
 */
export function refFinder(api: ApiConversation, repository: string, defaultBranch: string) {
  const looks = new Map<string, Promise<FoundRef | null>>()
  const secondLooks = new Map<string, Promise<FoundRef | null>>()
  const oldNames = new Map<string, Promise<FoundRef | null>>()
  const slashed = slashedNames(api, repository)

  async function branch(name: string): Promise<FoundRef | null> {
    const read = await readAnswer(api, `/repos/${repository}/branches/${encoded(name)}`, BranchAnswer)
    if (read.kind === 'unknown') throw new Error(`a ref of ${repository} could not be read: ${read.reason}`)
    if (read.kind === 'absent') return null
    const { name: today, commit } = read.value
    return { commit: commit.sha, renamedTo: today === name ? null : today }
  }

  /** A tag, or a commit by its id or the front of it. */
  async function commitOf(name: string): Promise<FoundRef | null> {
    const read = await readAnswer(api, `/repos/${repository}/commits/${encoded(name)}`, CommitAnswer)
    if (read.kind === 'unknown') throw new Error(`a ref of ${repository} could not be read: ${read.reason}`)
    return read.kind === 'absent' ? null : { commit: read.value.sha, renamedTo: null }
  }

  async function look(name: string): Promise<FoundRef | null> {
    if (/^[0-9a-f]{7,40}$/i.test(name)) return (await commitOf(name)) ?? branch(name)
    return (await branch(name)) ?? (name === defaultBranch ? null : commitOf(name))
  }

  async function lookAgain(name: string): Promise<FoundRef | null> {
    await api.pause()
    return look(name)
  }

  async function listed(segments: readonly string[]): Promise<ResolvedRef | null> {
    const [first = ''] = segments
    const names = new Set(segments.length === 1 ? [] : await slashed(first))
    const name = fronts(segments).find((front) => names.has(front))
    if (name === undefined) return null
    const found = (await once(looks, name, look)) ?? (await once(secondLooks, name, lookAgain))
    if (found === null) throw new Error(`${repository} lists ${name} and does not know it`)
    return resolved(segments, name, found)
  }

  function askOldName(name: string): Promise<FoundRef | null> {
    if (oldNames.size >= mostOldNames || !api.maySpendFreely())
      throw new Error(`${repository} was asked for too many refs to ask for ${name} too`)
    return branch(name)
  }

  async function renamed(segments: readonly string[]): Promise<ResolvedRef | null> {
    for (const name of fronts(segments)) {
      if (fileEnding.test(name)) continue
      const found = await once(oldNames, name, askOldName)
      if (found !== null) return resolved(segments, name, found)
    }
    return null
  }

  return async (segments: readonly string[]): Promise<ResolvedRef | null> => {
    if (segments.some((segment) => segment === '' || segment === '.' || segment === '..')) return null
    const [first = ''] = segments
    const isDefault = first === 'HEAD' || `${segments.join('/')}/`.startsWith(`${defaultBranch}/`)
    const written = isDefault && first !== 'HEAD' ? defaultBranch : first
    const name = isDefault ? defaultBranch : first
    const found = await once(looks, name, look)
    if (found !== null) return resolved(segments, written, found)
    const long = isDefault ? null : await listed(segments)
    if (long !== null) return long
    const late = await once(secondLooks, name, lookAgain)
    if (late !== null) return resolved(segments, written, late)
    return isDefault ? null : renamed(segments)
  }
}

/** All fronts of two segments and more. */
function fronts(segments: readonly string[]): string[] {
  return segments.slice(1).map((_, index) => segments.slice(0, index + 2).join('/'))
}

function resolved(segments: readonly string[], name: string, found: FoundRef): ResolvedRef {
  return { ref: name, rest: segments.slice(name.split('/').length), ...found }
}

function encoded(name: string): string {
  return name.split('/').map(encodeURIComponent).join('/')
}
