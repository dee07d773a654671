import type { Log } from '../model/ports.js'
import { type Talk, writeLine } from './progress.js'

/** Sentences for people, on standard error; on a terminal in the place of the progress that stands there. */
export function createHumanLog(talk: Talk, quiet: boolean): Log {
  return {
    info: (_event, sentence) => {
      if (!quiet) writeLine(talk, sentence)
    },
    warn: (_event, sentence) => writeLine(talk, sentence),
  }
}

/** One JSON object a line (JSON Lines), one event a fact. Times are the real clock's: logs are no artifacts. */
export function createJsonLog(talk: Talk): Log {
  const line =
    (level: string) =>
    (event: string, message: string, facts: Record<string, unknown> = {}) =>
      talk.write(`${JSON.stringify({ time: new Date().toISOString(), level, event, message, ...facts })}\n`)
  return { info: line('info'), warn: line('warn') }
}
