/** Exit codes of the command line : a table, never a count. */
export const exitCodes = {
  done: 0,
  nothingPublished: 1,
  failOn: 2,
  usage: 3,
  incomplete: 4,
  locked: 5,
  interrupted: 130,
  terminated: 143,
} as const
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** Why a run cannot go on: one sentence for people, one remedy, an exit code, and the cause kept. */
export class Failure extends Error {
  override readonly name = 'Failure'
  readonly remedy: string
  readonly exitCode: ExitCode

  constructor(sentence: string, remedy: string, options: { exitCode?: ExitCode; cause?: unknown } = {}) {
    super(sentence, options.cause === undefined ? undefined : { cause: options.cause })
    this.remedy = remedy
    this.exitCode = options.exitCode ?? exitCodes.nothingPublished
  }
}
