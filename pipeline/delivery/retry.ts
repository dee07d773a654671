import { errorText } from '../model/error-text.js'
import type { Timer } from '../model/ports.js'
import { Undeliverable } from '../model/undeliverable.js'

/** How a delivery ended. */
export interface Attempted {
  delivered: boolean
  attempts: number
  /** What was delivered, or why it was not, for people. */
  detail: string
}

/** Waits between attempts, in milliseconds: some three quarters of a minute in all. */
export const backoffMs: readonly number[] = [1_000, 5_000, 15_000, 25_000]

/** Tries until it works, until it cannot, or until all waits are used up; never throws. */
export async function attempt(
  work: () => Promise<string>,
  timer: Pick<Timer, 'sleep'>,
  signal: AbortSignal,
  waitsMs: readonly number[] = backoffMs,
): Promise<Attempted> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return { delivered: true, attempts, detail: await work() }
    } catch (error) {
      const detail = errorText(error)
      const waitMs = waitsMs[attempts - 1]
      if (waitMs === undefined || error instanceof Undeliverable || signal.aborted)
        return { delivered: false, attempts, detail }
      await timer.sleep(waitMs, signal)
      if (signal.aborted) return { delivered: false, attempts, detail }
    }
  }
}
