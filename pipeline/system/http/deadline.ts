/** What ends a request before its answer does: its time, or the end of the run. */
export type Passed = 'timeout' | 'aborted'

/**
 * Calls `end` once: when `timeoutMs` are over, or as soon as the run is stopped, be it already. Gives what lets go of the
 * timer and of the run's signal, to be called once the request is over.
 *
 * Built by hand: `AbortSignal.any` keeps a trace of every request on the run's signal.
 */
export function deadlineIn(
  timeoutMs: number,
  stop: AbortSignal | undefined,
  end: (why: Passed) => void,
): () => void {
  if (stop?.aborted) {
    end('aborted')
    return () => undefined
  }
  const timer = setTimeout(end, timeoutMs, 'timeout')
  const waiting = stop === undefined ? undefined : waitingFor(stop)
  const stopped = () => end('aborted')
  waiting?.add(stopped)
  return () => {
    clearTimeout(timer)
    waiting?.delete(stopped)
  }
}

/** Whoever waits for a run's end, by its signal: one listener for all, since each costs memory that stays. */
const waitingBySignal = new WeakMap<AbortSignal, Set<() => void>>()

function waitingFor(stop: AbortSignal): Set<() => void> {
  const known = waitingBySignal.get(stop)
  if (known !== undefined) return known
  const waiting = new Set<() => void>()
  waitingBySignal.set(stop, waiting)
  stop.addEventListener('abort', () => {
    for (const stopped of [...waiting]) stopped()
  })
  return waiting
}
