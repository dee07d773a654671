import type { Departure } from '../../model/repositories.js'
import { CommitAnswer, CommitsAnswer, nextPage, readAnswer } from './answers.js'
import type { ApiConversation } from './conversation.js'
import { once } from './once.js'
import { renamings } from './renamings.js'

const mostPages = 10

/** Requests that one `lastTouch` takes at most. */
export const mostForTouch = 1 + mostPages

/** The commit that touched a path last, and all that left with it; null where the path was never there. */
export interface LastTouch {
  commit: string
  at: string
  departures: Departure[]
}

/** A repository's history, commit by commit. */
export interface History {
  /** Undefined where the API did not tell. */
  lastTouch(commit: string, path: string): Promise<LastTouch | null | undefined>
}

/** Reads history over the API; each commit's files are asked for once. */
export function apiHistory(api: ApiConversation, repository: string): History {
  const commits = new Map<string, Promise<Departure[]>>()

  const departuresOf = (commit: string, at: string) =>
    once(commits, commit, () => commitDepartures(api, repository, commit, at))

  return {
    async lastTouch(commit, path) {
      const query = new URLSearchParams({ path, per_page: '1', sha: commit })
      const read = await readAnswer(api, `/repos/${repository}/commits?${query}`, CommitsAnswer)
      if (read.kind === 'unknown') return undefined
      const newest = read.kind === 'read' ? read.value[0] : undefined
      if (newest === undefined) return null
      const at = utc(newest.commit.committer.date)
      if (at === null) return undefined
      return { commit: newest.sha, at, departures: await departuresOf(newest.sha, at) }
    },
  }
}

/** As far as the pages can be read: what is missing of a huge commit is only not known. */
async function commitDepartures(
  api: ApiConversation,
  repository: string,
  commit: string,
  at: string,
): Promise<Departure[]> {
  const files: CommitFile[] = []
  let address: string | null = `/repos/${repository}/commits/${commit}`
  for (let page = 0; page < mostPages && address !== null && api.maySpendFreely(); page++) {
    const read = await readAnswer(api, address, CommitAnswer)
    if (read.kind !== 'read') break
    files.push(...read.value.files)
    address = nextPage(read.link)
  }
  const contents = new Map(files.flatMap((file) => lastContent(file)))
  const addedBeside = files.filter(({ status }) => status === 'added').map(({ filename }) => filename)
  return [...renamings(files)].map(([path, { renamedTo, isSure }]) => {
    const departure = { path, commit, at, objectId: contents.get(path) ?? null, renamedTo }
    return isSure ? departure : { ...departure, addedBeside }
  })
}

type CommitFile = (typeof CommitAnswer)['_output']['files'][number]

/** A file that went and its last content; a renamed file's id is that of the new one, the old one's too if nothing changed. */
function lastContent({ status, filename, previous_filename, sha, changes }: CommitFile): [string, string][] {
  if (sha === null || sha === undefined) return []
  if (status === 'removed') return [[filename, sha]]
  return status === 'renamed' && changes === 0 ? [[previous_filename ?? filename, sha]] : []
}

function utc(date: string): string | null {
  const time = Date.parse(date)
  return Number.isNaN(time) ? null : new Date(time).toISOString()
}
