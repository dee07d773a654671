import type { Log } from '../model/ports.js'
import type { Talk } from './progress.js'

/** Sentences for people, on standard error. */
export function createHumanLog(talk: Talk, quiet: boolean): Log {
  return {
    info: (_event, sentence) => {
      if (!quiet) talk.write(`${sentence}\n`)
    },
    warn: (_event, sentence) => talk.write(`${sentence}\n`),
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
