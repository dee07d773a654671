import type { Question } from './question.js'
import type { Verdict } from './verdict.js'

/** Tells the verdict on a question; only the first one told of a question counts. */
export type Tell = (question: Question, verdict: Verdict) => void

/**
 * Somebody who may know about links: the web itself, a repository's tree, a reference table.
 *
 * It tells each verdict as soon as it stands, so that a run cut short keeps it. A question it says nothing about
 * is put to the next answerer; one that nobody answered is `unchecked`.
 */
export type Answerer = (questions: readonly Question[], tell: Tell) => Promise<void>
