import type { Log } from '../model/ports.js'
import { withoutSecrets } from '../model/secrets.js'
import { type Talk, writeLine } from './progress.js'

export interface OpenLog extends Log {
  /** Why the program ends without what it was asked for. */
  error(event: string, sentence: string, facts?: Record<string, unknown>): void
}

/** Sentences for people, on standard error; on a terminal in the place of the progress that stands there. */
export function createHumanLog(talk: Talk, quiet: boolean): OpenLog {
  const say = (_event: string, sentence: string) => writeLine(talk, withoutSecrets(sentence))
  return {
    info: (event, sentence) => {
      if (!quiet) say(event, sentence)
    },
    warn: say,
    error: say,
  }
}

/**
 * One JSON object a line (JSON Lines), one event a fact. Times are the real clock's: logs are no artifacts. Whatever is said,
 * credentials in addresses are masked.
 */
export function createJsonLog(talk: Talk): OpenLog {
  const line =
    (level: string) =>
    (event: string, message: string, facts: Record<string, unknown> = {}) => {
      const told = { time: new Date().toISOString(), level, event, message, ...facts }
      const masked = (_: string, value: unknown) =>
        typeof value === 'string' ? withoutSecrets(value) : value
      talk.write(`${JSON.stringify(told, masked)}\n`)
    }
  return { info: line('info'), warn: line('warn'), error: line('error') }
}
