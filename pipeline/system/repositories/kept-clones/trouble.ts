import { errorText } from '../../../model/error-text.js'
import { Failure } from '../../../model/failure.js'
import { GitError } from '../../git.js'
import { lastWords } from '../../git-fetch.js'

/** A clone that cannot answer: why, as a code and in words. */
export class NoClone extends Error {
  override readonly name = 'NoClone'
  readonly reason: 'clone-failed' | 'clone-not-fetched'
  /** Whether its server, or the way there, answers nobody. */
  readonly isSilence: boolean

  constructor(reason: NoClone['reason'], cause: unknown) {
    const words = errorText(cause)
    super(cause instanceof GitError ? wordsOf(cause) : words.replace(/\.$/, ''), { cause })
    this.reason = reason
    this.isSilence = cause instanceof GitError && isSilence(cause)
  }
}

/** What helps where there is no git. */
export const withoutGit = 'Install git, or leave --clone out.'

/** What keeps every clone from being made or read, whichever it was met at; null where the cause is one clone's own. */
export function failureBehind(cause: unknown): Failure | null {
  if (cause instanceof Failure) return cause
  return cause instanceof NoClone && cause.cause instanceof Failure ? cause.cause : null
}

/** Why git did not do it, for people. */
export function wordsOf({ message, timedOut }: GitError): string {
  return timedOut ? 'its server did not answer in time' : lastWords(message)
}

/** Whether git's words tell of its server or of the way there; all others are about the clone. */
export function isOfServer({ message, timedOut }: GitError): boolean {
  if (/\/objects\/(pack|[0-9a-f]{2})\/|is corrupt/.test(message)) return false
  const kinds = [
    /unable to access|remote (error|end)|repository .* not found|could not read (username|password|from remote)/i,
    /^remote: (?!Enumerat|Count|Compress|Total)/m,
    /RPC failed|early EOF|unexpected disconnect|authentication failed|expected flush|protocol error|bad line length/i,
  ]
  return timedOut || kinds.some((kind) => kind.test(message))
}

/** Whether the server, or the way to it, gives no answer to anything: asking for other repositories is no use. */
export function isSilence({ message, timedOut }: GitError): boolean {
  const kinds =
    /unable to access '[^']*': .*(resolve|connect|timed out|reset|certificate|proxy|error: (407|429|5\d\d))/i
  return timedOut || kinds.test(message)
}
