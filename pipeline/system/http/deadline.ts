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
  if (stop === undefined) return () => clearTimeout(timer)
  const waiting = waitingFor(stop)
  const place = waiting.add(() => end('aborted'))
  return () => {
    clearTimeout(timer)
    waiting.remove(place)
  }
}

/**
 * Whoever waits for something that has not happened.
 *
 * An array with places that are used again, and no Set: V8 keeps the outgrown tables of a Set chained to the newer ones,
 * and with them whatever was in them, until the next full collection of garbage.
 */
class Waiting {
  private readonly calls: ((() => void) | undefined)[] = []
  private readonly free: number[] = []

  add(call: () => void): number {
    const place = this.free.pop() ?? this.calls.length
    this.calls[place] = call
    return place
  }

  remove(place: number): void {
    this.calls[place] = undefined
    this.free.push(place)
  }

  callAll(): void {
    for (const call of [...this.calls]) call?.()
  }
}

/** One listener of a run's end for all who wait for it, since each costs memory that stays. */
const waitingBySignal = new WeakMap<AbortSignal, Waiting>()

function waitingFor(stop: AbortSignal): Waiting {
  const known = waitingBySignal.get(stop)
  if (known !== undefined) return known
  const waiting = new Waiting()
  waitingBySignal.set(stop, waiting)
  stop.addEventListener('abort', () => waiting.callAll())
  return waiting
}
