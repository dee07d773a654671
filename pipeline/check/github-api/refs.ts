import type { ResolvedRef } from '../../model/repositories.js'
import { BranchAnswer, CommitAnswer, readAnswer } from './answers.js'
import type { ApiConversation } from './conversation.js'

interface FoundRef {
  commit: string
  renamedTo: string | null
}

/** Branch names of more segments are not looked for. */
const mostSegments = 4

/** Names with slashes that are tried in one repository: of a dead ref each folder behind it looks like one. */
const mostLongNames = 24

/**
 * Finds refs at the front of path segments, each candidate asked once.
 *
 * The shortest comes first: git keeps no branch `a/b` beside a branch `a` (their files would collide), so the first
 * found is the only one, and for most links it is one segment. Throws where the API does not tell or was asked
 * enough, since "no such ref" would make living links dead.
 */
export function refFinder(api: ApiConversation, repository: string, defaultBranch: string) {
  const asked = new Map<string, Promise<FoundRef | null>>()
  let longNames = 0

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
    if (name === 'HEAD') return branch(defaultBranch)
    if (/^[0-9a-f]{7,40}$/i.test(name)) return (await commitOf(name)) ?? branch(name)
    return (await branch(name)) ?? (name === defaultBranch ? null : commitOf(name))
  }

  function lookOnce(name: string): Promise<FoundRef | null> {
    const known = asked.get(name)
    if (known !== undefined) return known
    if (name.includes('/') && name !== defaultBranch) {
      longNames += 1
      if (longNames > mostLongNames || !api.maySpendFreely())
        throw new Error(`${repository} was asked for too many refs to ask for ${name} too`)
    }
    const found = look(name)
    asked.set(name, found)
    return found
  }

  return async (segments: readonly string[]): Promise<ResolvedRef | null> => {
    if (segments.some((segment) => segment === '' || segment === '.' || segment === '..')) return null
    const defaultLength = defaultBranch.split('/').length
    if (segments.slice(0, defaultLength).join('/') === defaultBranch)
      return resolved(segments, defaultLength, await lookOnce(defaultBranch))
    for (let length = 1; length <= Math.min(mostSegments, segments.length); length++) {
      const found = await lookOnce(segments.slice(0, length).join('/'))
      if (found !== null) return resolved(segments, length, found)
    }
    return null
  }
}

function resolved(segments: readonly string[], length: number, found: FoundRef | null): ResolvedRef | null {
  if (found === null) return null
  return { ref: segments.slice(0, length).join('/'), rest: segments.slice(length), ...found }
}

function encoded(name: string): string {
  return name.split('/').map(encodeURIComponent).join('/')
}
