/** Nothing waits longer than this before it is asked again, unless its server says so. */
export const backOffCapMs = 30_000

/** The longest wait before retry number `retry` (counted from 0): 1 s, 4 s, 16 s, then 30 s. */
export function backOffCeilingMs(retry: number): number {
  return Math.min(backOffCapMs, 1000 * 4 ** Math.min(retry, 10))
}

/**
 * The wait before retry number `retry`, anywhere between nothing and its ceiling ("full jitter"): links that failed
 * together must not come back together.
 */
export function backOffMs(retry: number, random: () => number): number {
  return Math.floor(random() * backOffCeilingMs(retry))
}
