import type { z } from 'zod'
import { NamesAnswer, nextPage, RefsAnswer, readAnswer } from './answers.js'
import type { ApiConversation } from './conversation.js'
import { once } from './once.js'

const mostPages = 10

/**
 * Tells the branches and tags whose names begin with a segment and a slash; each segment is asked for once.
 *
 * GitHub lists them in one answer for each kind, however many segments follow. Where an API does not know that request
 * all branches and tags are listed. Throws where the API does not tell all of them, or has too many.
 */
export function slashedNames(
  api: ApiConversation,
  repository: string,
): (first: string) => Promise<readonly string[]> {
  const known = new Map<string, Promise<readonly string[]>>()
  let all: Promise<readonly string[]> | null = null

  async function list<Value>(address: string, schema: z.ZodType<Value[]>): Promise<Value[] | null> {
    const values: Value[] = []
    let next: string | null = `/repos/${repository}/${address}`
    for (let page = 0; page < mostPages; page++) {
      const read = await readAnswer(api, next, schema)
      if (read.kind === 'absent' && page === 0) return null
      if (read.kind !== 'read')
        throw new Error(
          `the refs of ${repository} could not be listed: ${'reason' in read ? read.reason : 'api-absent'}`,
        )
      values.push(...read.value)
      next = nextPage(read.link)
      if (next === null) return values
    }
    throw new Error(`${repository} has too many refs to list them`)
  }

  async function matching(kind: 'heads' | 'tags', first: string): Promise<string[] | null> {
    const refs = await list(`git/matching-refs/${kind}/${encodeURIComponent(first)}`, RefsAnswer)
    return refs?.map(({ ref }) => ref.slice(`refs/${kind}/`.length)) ?? null
  }

  async function everything(): Promise<string[]> {
    const branches = await list('branches?per_page=100', NamesAnswer)
    if (branches === null) throw new Error(`the branches of ${repository} could not be listed`)
    const tags = (await list('tags?per_page=100', NamesAnswer)) ?? []
    return [...branches, ...tags].map(({ name }) => name)
  }

  async function beginningWith(first: string): Promise<readonly string[]> {
    if (!api.maySpendFreely())
      throw new Error(`the refs of ${repository} were not listed, to keep to the quota of GitHub's API`)
    if (all === null) {
      const branches = await matching('heads', first)
      const tags = branches === null ? null : await matching('tags', first)
      if (branches !== null && tags !== null) return [...branches, ...tags]
    }
    all ??= everything()
    return all
  }

  return (first) =>
    once(known, first, async () =>
      (await beginningWith(first)).filter((name) => name.startsWith(`${first}/`)),
    )
}
