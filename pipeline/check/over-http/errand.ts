import type { HttpRequest } from '../../model/ports.js'
import type { Question } from '../question.js'
import type { Verdict } from '../verdict.js'

/** A redirect that was followed: whether it was permanent, and where it led. */
export interface Hop {
  permanent: boolean
  address: string
}

/** A question on its way to an answer: what to ask next, and what happened so far. */
export interface Errand {
  question: Question
  /** The address to ask next: the question's own, or the one its redirects have led to. */
  address: string
  method: HttpRequest['method']
  /** Redirects followed so far, in order. */
  hops: Hop[]
  /** Requests made so far. */
  attempts: number
  /** Failures that may pass (time-out, reset, 5xx) so far. */
  failures: number
  /** Answers so far that said "not so fast". */
  rateLimited: number
  /** Answers so far that said the address is gone. */
  missing: number
  /** What to say if nothing more comes: the last failure, or null where nothing was ever answered. */
  setback: Verdict | null
}

/** The errand that begins with a question. HEAD first: most servers need say no more than the status. */
export function errandFor(question: Question): Errand {
  return {
    question,
    address: question.address,
    method: 'HEAD',
    hops: [],
    attempts: 0,
    failures: 0,
    rateLimited: 0,
    missing: 0,
    setback: null,
  }
}
