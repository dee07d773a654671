import type { HttpAnswer, HttpOutcome } from '../../model/http.js'
import type { LinkMemory, Validator } from '../../model/link-memory.js'
import { LinkState } from '../../model/links.js'
import type { Question } from '../question.js'
import { recalled } from '../recalled.js'
import { isSuccess } from './answer-kinds.js'
import type { Errand, Standing } from './errand.js'
import { withSlash } from './slash-habit.js'
import type { Step } from './step.js'

/** What memory holds of a question's page, if it was there and its server gave a validator; else null. */
export function standingOf(question: Question, memory: Pick<LinkMemory, 'recall'>): Standing | null {
  // A remembered target carries the fragment of its link, so that only a link without one speaks for all.
  const url = question.urls.find((each) => !each.includes('#'))
  const known = url === undefined ? undefined : memory.recall(url)
  if (known === undefined || known.validator === null) return null
  const state = LinkState.safeParse(known.state)
  if (!state.success || (state.data !== 'alive' && state.data !== 'moved')) return null
  return { verdict: { ...recalled(known, state.data), method: 'http' }, validator: known.validator }
}

/** The errand that asks whether a page still stands, at the address that told so last time. */
export function asking(errand: Errand, standing: Standing | null): Errand {
  const address = standing?.validator.address
  if (standing === null || address === undefined || !errand.mayGuess) return errand
  const asked: Errand = { ...errand, method: 'GET', standing }
  if (address === errand.address) return asked
  if (address !== withSlash(errand.address)) return errand
  const hop = { by: 'redirect', permanent: true, address } as const
  return { ...asked, address, hops: [hop], guessedFrom: errand }
}

/** Headers by which a request asks for nothing but news (RFC 9110, 13.1.2 and 13.1.3). */
export function conditions({ validator }: Standing): Record<string, string> {
  const { etag, lastModified } = validator
  return {
    ...(etag === null ? {} : { 'if-none-match': etag }),
    ...(etag !== null || lastModified === null ? {} : { 'if-modified-since': lastModified }),
  }
}

/** The verdict of before, where the server says that its page still stands; else null. */
export function stillStanding(errand: Errand, outcome: HttpOutcome): Step | null {
  if (errand.standing === null || outcome.kind !== 'answer' || outcome.status !== 304) return null
  const { verdict: before, validator } = errand.standing
  return { kind: 'told', verdict: { ...before, attempts: errand.attempts, validator } }
}

/** The step with what the page that was answered can be asked by next time. */
export function withValidator(step: Step, errand: Errand, outcome: HttpOutcome): Step {
  const isPage = outcome.kind === 'answer' && isSuccess(outcome) && isOwnPage(errand)
  const validator = isPage ? (validatorOf(errand.address, outcome) ?? errand.validator) : errand.validator
  if (validator === null) return step
  if (step.kind !== 'told') return { ...step, errand: { ...step.errand, validator } }
  const isThere = step.verdict.state === 'alive' || step.verdict.state === 'moved'
  return isThere ? { kind: 'told', verdict: { ...step.verdict, validator } } : step
}

/** Whether the page stands at the link's own address, a slash at its end aside. */
function isOwnPage({ question, address, hops }: Errand): boolean {
  const own = question.address
  return hops.length === 0 ? address === own : hops.length === 1 && address === withSlash(own)
}

function validatorOf(address: string, { headers }: HttpAnswer): Validator | null {
  const etag = sendable(headers.etag)
  const lastModified = sendable(headers['last-modified'])
  return etag === null && lastModified === null ? null : { address, etag, lastModified }
}

/** A header's value as it can be sent back: printable ASCII of no great length. */
function sendable(value: string | undefined): string | null {
  return value !== undefined && /^[\x20-\x7e]{1,200}$/.test(value) ? value : null
}
