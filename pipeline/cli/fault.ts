import { errorText } from '../model/error-text.js'
import { type ExitCode, exitCodes, Failure } from '../model/failure.js'
import type { OpenLog } from '../system/log.js'

/** Why a command failed, for those who are told of it. */
export interface Fault {
  exitCode: ExitCode
  sentence: string
  remedy: string
  /** Set where it is a bug of ours: for the log alone. */
  trace?: string
}

/** What was thrown, as a fault; whatever is no {@link Failure} is a bug. */
export function faultOf(error: unknown): Fault {
  if (error instanceof Failure)
    return { exitCode: error.exitCode, sentence: error.message, remedy: error.remedy }
  return {
    exitCode: exitCodes.nothingPublished,
    sentence: `This is a bug of the program: ${errorText(error)}`,
    remedy: 'Please report it with the lines in the log.',
    trace: error instanceof Error ? (error.stack ?? error.message) : String(error),
  }
}

/** Tells a log that its readers are programs; gives the exit code. */
export function logFault({ exitCode, sentence, remedy, ...more }: Fault, log: OpenLog): ExitCode {
  log.error('failed', sentence, { remedy, exitCode, ...more })
  return exitCode
}
