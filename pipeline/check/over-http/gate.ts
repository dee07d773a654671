/** A host that wants to be left alone longer than this in one run is not waited for. */
export const gateBudgetMs = 15 * 60_000

/** Where a server names no time, nobody waits longer than this for one more try. */
const longestGuessMs = 30_000

/** Two windows let through as much where one let through at most so many times the other: a bucket refills meanwhile. */
const alike = 1.1

/** Windows without one real answer that are waited for; a server that breaks its word this often means no. */
const fruitlessAtMost = 4

/** The door to one host that its "not so fast" closes: nobody is sent while it is closed. */
export interface Gate {
  /** Closed until then, in the timer's milliseconds; 0 before the first limit. */
  readonly closedUntilMs: number
  readonly isGivenUp: boolean
  /** How many requests may be under way, out of `perHost`. */
  width(perHost: number): number
  /** A real answer to the request that was sent as number `sent`. */
  noteAnswer(sent: number): void
  /** "Not so fast" to request number `sent`, `lastSent` being the newest under way; `askedMs` null if no time was named. */
  noteLimit(sent: number, lastSent: number, nowMs: number, askedMs: number | null): void
}

/**
 * A gate that opens when the server said, and learns how much it lets through.
 *
 * Answers to requests sent before the gate closed neither open it nor count as a second limit. Once it has opened again,
 * requests go one at a time near the number that was let through before, so that running into the limit costs one
 * request and not as many as are under way. A limit that came at about the same number twice is not run into a third time:
 * the gate closes by itself, and the next window is for finding out whether the limit still holds. Where a window
 * brought no answer at all the next wait is longer.
 */
export function gate(): Gate {
  let openedAtMs = 0
  let closedUntilMs = 0
  let closedAtRequest = -1
  let waitedMs = 0
  let answered = 0
  let letThrough: number | null = null
  let foreseen: { answers: number; periodMs: number } | null = null
  let fruitless = 0

  function closeUntil(untilMs: number, fromMs: number): void {
    waitedMs += Math.max(0, untilMs - Math.max(closedUntilMs, fromMs))
    closedUntilMs = Math.max(closedUntilMs, untilMs)
  }

  function beginWindow(lastSent: number, untilMs: number): void {
    closedAtRequest = lastSent
    answered = 0
    openedAtMs = untilMs
  }

  return {
    get closedUntilMs() {
      return closedUntilMs
    },
    get isGivenUp() {
      return waitedMs > gateBudgetMs || fruitless >= fruitlessAtMost
    },
    width(perHost) {
      if (letThrough === null || answered > letThrough * 2 + perHost * 4) return perHost
      return answered >= letThrough - perHost ? 1 : perHost
    },
    noteAnswer(sent) {
      if (sent <= closedAtRequest) return
      answered++
      if (foreseen === null || answered < foreseen.answers) return
      const untilMs = openedAtMs + foreseen.periodMs
      foreseen = null
      if (waitedMs + untilMs - openedAtMs > gateBudgetMs) return
      closeUntil(untilMs, openedAtMs)
      beginWindow(sent, untilMs)
    },
    noteLimit(sent, lastSent, nowMs, askedMs) {
      if (sent <= closedAtRequest) return closeUntil(nowMs + (askedMs ?? 0), nowMs)
      fruitless = letThrough !== null && answered === 0 ? fruitless + 1 : 0
      const leastMs = Math.min(longestGuessMs, (askedMs === null ? 5000 : 1000) * 4 ** fruitless)
      const least = Math.min(answered, letThrough ?? 0)
      const isRepeated = least > 0 && Math.max(answered, letThrough ?? 0) <= least * alike
      letThrough = answered
      closeUntil(nowMs + Math.max(askedMs ?? 0, leastMs), nowMs)
      foreseen = isRepeated ? { answers: least, periodMs: closedUntilMs - openedAtMs } : null
      beginWindow(lastSent, closedUntilMs)
    },
  }
}
