import type { Timer } from '../../model/ports.js'

/** GitHub allows 900 requests a minute to one kind of address; together these stay below it in every minute. */
const atOnce = 300
const perSecond = 9

/** Lets requests go in turn: some at once, so that a small run waits for nothing, then so many a second. */
export interface Pace {
  /** Resolves when the next request may go, or at once when the signal aborts. */
  turn(signal?: AbortSignal): Promise<void>
}

/** Source: GitHub's "Rate limits for the REST API", secondary rate limits. */
export function pace(timer: Timer): Pace {
  let saved = atOnce
  let countedAtMs = timer.elapsedMs()

  return {
    async turn(signal) {
      const nowMs = timer.elapsedMs()
      saved = Math.min(atOnce, saved + ((nowMs - countedAtMs) * perSecond) / 1000)
      countedAtMs = nowMs
      saved -= 1
      if (saved < 0) await timer.sleep(Math.ceil((-saved * 1000) / perSecond), signal)
    },
  }
}
