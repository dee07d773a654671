import type { Timer } from '../../model/ports.js'

const longestMs = 60_000
const allTogetherMs = 180_000

/** What GitHub advises where a limit names no time. */
const unnamedMs = 60_000

/** Times in which nothing is asked, of bounded length each and together. */
export interface Pauses {
  /** Resolves when no pause is on, or when the signal aborts. */
  over(signal?: AbortSignal): Promise<void>
  /**
   * Whether a limit that somebody sent at `sentAtMs` ran into may be waited for; begins the pause if so. One that was
   * under way when the present pause began only shares it.
   */
  begin(ms: number | null, sentAtMs: number): boolean
}

/** The pauses of one run. */
export function pauses(timer: Timer): Pauses {
  let beganAtMs: number | null = null
  let untilMs = 0
  let leftMs = allTogetherMs

  return {
    async over(signal) {
      while (untilMs > timer.elapsedMs() && !signal?.aborted)
        await timer.sleep(untilMs - timer.elapsedMs(), signal)
    },
    begin(ms, sentAtMs) {
      if (beganAtMs !== null && sentAtMs <= beganAtMs) return true
      // A second on top, since resets are told in whole seconds.
      const pauseMs = (ms ?? unnamedMs - 1000) + 1000
      if (pauseMs > longestMs + 1000 || pauseMs > leftMs) return false
      leftMs -= pauseMs
      beganAtMs = timer.elapsedMs()
      untilMs = beganAtMs + pauseMs
      return true
    },
  }
}
