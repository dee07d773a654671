import { EventEmitter } from 'node:events'

/** Ends a request: when its time is up, or when the run is stopped. */
export interface Deadline {
  /** Emits `abort`; for undici, which takes this as well as an `AbortSignal`, at a fraction of the memory. */
  readonly signal: EventEmitter
  /** Which of the two it was, or null while neither has come. */
  readonly passed: 'timeout' | 'aborted' | null
  /**
   * The value of `work`, or a rejection as soon as the time is up: undici hears of an abort only once it is connected.
   * What comes too late is handed to `letGo`.
   */
  await<Value>(work: () => Promise<Value>, letGo: (late: Value) => void): Promise<Value>
  /** Lets go of the timer and of the run's signal; to be called once the request is over. */
  clear(): void
}

/**
 * The deadline of one request. A body that drips passes every time-out between two bytes, so only a limit on the
 * whole ends it. Built by hand: `AbortSignal.any` keeps a trace of every request on the run's signal.
 */
export function deadlineIn(timeoutMs: number, stop: AbortSignal | undefined): Deadline {
  const signal = new EventEmitter()
  let passed: Deadline['passed'] = null
  const end = (why: 'timeout' | 'aborted') => {
    if (passed !== null) return
    passed = why
    signal.emit('abort')
  }
  const stopped = () => end('aborted')
  const timer = setTimeout(() => end('timeout'), timeoutMs)
  const waiting = stop === undefined ? undefined : waitingFor(stop)
  waiting?.add(stopped)
  if (stop?.aborted) stopped()
  return {
    signal,
    get passed() {
      return passed
    },
    await: (work, letGo) =>
      new Promise((resolve, reject) => {
        const giveUp = () => reject(new Error('the time is up'))
        if (passed !== null) return giveUp()
        signal.once('abort', giveUp)
        work().then((value) => (passed === null ? resolve(value) : letGo(value)), reject)
      }),
    clear() {
      clearTimeout(timer)
      waiting?.delete(stopped)
      // undici keeps the signal for some time, and with it all that its listeners hold.
      signal.removeAllListeners()
    },
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
