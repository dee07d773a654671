import type { ApiNeeds } from './needs.js'
import { inWords, type QuotaCount } from './quota-count.js'
import type { ApiReply } from './said.js'

/** What the trees of some more repositories take, three requests each. */
const keptForTrees = 30

/** What may be asked in one run, and when that came to its end. */
export interface Allowance {
  /** Whether so many requests may be spent on more than the plain trees: the last ones are kept for those to come. */
  affords(requests: number): boolean
  /** As `affords` for one request; where not, that is noted once. */
  maySpendFreely(): boolean
  /** The answer to everything once nothing is asked any more; null until then. */
  ended(): ApiReply | null
  /** Ends all asking, for a reason noted once. */
  end(reason: string, sentence: string): ApiReply
  endOfQuota(): ApiReply
  /** Counts a request about to be sent. */
  spend(): void
  /** The requests so far and what is left, in words; null where nothing was asked. */
  spent(): string | null
}

/** Allows by GitHub's count. */
export function allowance({ token, note }: Pick<ApiNeeds, 'token' | 'note'>, count: QuotaCount): Allowance {
  const remedy = token === null ? ' A token in GITHUB_TOKEN allows more.' : ''
  let ended: ApiReply | null = null
  let isFrugal = false
  let requests = 0

  function affords(wanted: number): boolean {
    return ended === null && count.left() - wanted >= keptForTrees - 1
  }

  function end(reason: string, sentence: string): ApiReply {
    if (ended === null) note(sentence)
    ended = ended ?? { kind: 'unknown', reason }
    return ended
  }

  return {
    affords,
    maySpendFreely() {
      if (affords(1) || ended !== null) return ended === null
      if (!isFrugal)
        note(
          `To keep to the quota of GitHub's API not all was asked that it knows of missing files.${remedy}`,
        )
      isFrugal = true
      return false
    },
    ended: () => ended,
    end,
    endOfQuota: () =>
      end(
        'api-quota',
        `The quota of GitHub's API ended: what it has not told yet stays unknown in this run.${remedy}`,
      ),
    spend() {
      count.spend()
      requests += 1
    },
    spent: () => (requests === 0 ? null : inWords(requests, count)),
  }
}
