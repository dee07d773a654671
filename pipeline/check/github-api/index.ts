import type { OpenedRepository, Repositories, RepositoryTree } from '../../model/repositories.js'
import { RepositoryAnswer, readSurely } from './answers.js'
import { isRepositoryPath } from './api-address.js'
import { type ApiConversation, apiConversation } from './conversation.js'
import { departing } from './departing.js'
import { apiHistory } from './history.js'
import type { ApiNeeds } from './needs.js'
import { once } from './once.js'
import { refFinder } from './refs.js'
import { wholeTree } from './whole-tree.js'

/** Repositories of github.com, and what asking for them took. */
export interface GithubRepositories extends Repositories {
  /** As "GitHub's API: 1,185 requests, 3,815 left until 09:14 UTC"; null where it was not asked. */
  spent(): string | null
}

/**
 * Repositories of github.com over its REST API, for where no clone is at hand: a handful of requests a repository.
 *
 * Other hosts are `unknown` (`not-github`), and so is whatever the API does not tell (`api-…`; `api-quota` once its
 * quota is used up, which is noted once). A private repository answers like one that is not there: `missing`, when it
 * does so twice. `resolve` and `tree` of the access throw where the API does not tell; a tree that is too large for the
 * quota is not whole; departures are those known so far.
 *
 * They draw on one quota, so that they are to be looked into one after the other.
 */
export function githubRepositories(needs: ApiNeeds): GithubRepositories {
  const api = apiConversation(needs)
  const opened = new Map<string, Promise<OpenedRepository>>()
  return {
    oneAfterAnother: true,
    spent: api.spent,
    async open({ host, path }) {
      if (host !== 'github.com') return { kind: 'unknown', reason: 'not-github' }
      if (!isRepositoryPath(path)) return { kind: 'unknown', reason: 'not-a-repository' }
      return once(opened, path.toLowerCase(), () => open(api, path))
    },
  }
}

async function open(api: ApiConversation, path: string): Promise<OpenedRepository> {
  const read = await readSurely(api, `/repos/${path}`, RepositoryAnswer)
  if (read.kind === 'absent') return { kind: 'missing' }
  if (read.kind === 'unknown') return read
  const { full_name: today, default_branch: defaultBranch } = read.value
  const trees = new Map<string, Promise<RepositoryTree>>()
  return {
    kind: 'found',
    access: {
      by: 'api',
      path: today,
      defaultBranch,
      resolve: refFinder(api, today, defaultBranch),
      tree: (commit) => once(trees, commit, () => wholeTree(api, today, commit)),
      ...departing(api, apiHistory(api, today)),
      readsContents: false,
      read: async () => undefined,
    },
  }
}
