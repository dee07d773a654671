import type { HttpRequest } from '../../model/http.js'
import type { Validator } from '../../model/link-memory.js'
import type { Question } from '../question.js'
import type { Verdict } from '../verdict.js'

/** A redirect that was followed: what sent there, whether for good, and where it led. */
export interface Hop {
  by: 'redirect' | 'refresh' | 'canonical'
  permanent: boolean
  address: string
}

/** What is known of a page from before, and how to ask whether it still stands. */
export interface Standing {
  verdict: Verdict
  validator: Validator
}

/** A question on its way to an answer: what to ask next, and what happened so far. */
export interface Errand {
  question: Question
  /** The address to ask next: the question's own, or the one its redirects have led to. */
  address: string
  method: HttpRequest['method']
  /** Whether a GET asks for the whole, since the host has no part of it to give. */
  isWhole: boolean
  /** Redirects followed so far, in order. */
  hops: readonly Hop[]
  /** Requests made so far. */
  attempts: number
  /** Failures that may pass (time-out, reset, 5xx) so far. */
  failures: number
  /** Answers so far that said "not so fast". */
  rateLimited: number
  /** Answers so far that said the address is gone. */
  missing: number
  /** What HEAD said of the page that is read now; it stands if the page cannot be read. */
  heard: Verdict | null
  /** Whether HEAD was asked here, or need not be: its host knows only GET. */
  isHeadAsked: boolean
  /** What GET said where HEAD was left out; before that is believed HEAD is asked after all. */
  unheard: Verdict | null
  /** Whether the slash that its origin appends to addresses may be added unasked. */
  mayGuess: boolean
  /** The errand as it was before a slash was added unasked, to go on with if that was wrong; else null. */
  guessedFrom: Errand | null
  /**
   * While it is asked in other letter cases: what it is if it is there in none, those not tried yet, and the one that is
   * there, while it is put to the test; else null.
   */
  otherCase: { dead: Verdict; left: readonly string[]; found: string | null } | null
  /** What is asked for news of; null where the page itself is asked for. */
  standing: Standing | null
  /** By which the link's own page can be asked for news next time, once it has answered. */
  validator: Validator | null
  /** What to say if nothing more comes: the last failure, or null where nothing was ever answered. */
  setback: Verdict | null
}

/** One for all, since most errands have none. */
const noHops: readonly Hop[] = []

/**
 * The errand that begins with a question. HEAD first: most servers need say no more than the status. What was asked
 * before was asked as it is written.
 */
export function errandFor(question: Question, askedBy?: HttpRequest['method']): Errand {
  return {
    question,
    address: question.address,
    method: askedBy ?? 'HEAD',
    isWhole: false,
    hops: noHops,
    attempts: 0,
    failures: 0,
    rateLimited: 0,
    missing: 0,
    heard: null,
    isHeadAsked: false,
    unheard: null,
    mayGuess: askedBy === undefined,
    guessedFrom: null,
    otherCase: null,
    standing: null,
    validator: null,
    setback: null,
  }
}
