import { setMaxListeners } from 'node:events'

/** Ends a request: when its time is up, or when the run is stopped. */
export interface Deadline {
  readonly signal: AbortSignal
  /** Which of the two it was, or null while neither has come. */
  readonly passed: 'timeout' | 'aborted' | null
  /**
   * The value of `work`, or a rejection as soon as the time is up: undici hears of an abort only once it is connected.
   * What comes too late is handed to `letGo`.
   */
  await<Value>(work: Promise<Value>, letGo: (late: Value) => void): Promise<Value>
  /** Lets go of the timer and of the run's signal; to be called once the request is over. */
  clear(): void
}

/**
 * The deadline of one request. A body that drips passes every time-out between two bytes, so only a limit on the
 * whole ends it. Built by hand: `AbortSignal.any` keeps a trace of every request on the run's signal.
 */
export function deadlineIn(timeoutMs: number, stop: AbortSignal | undefined): Deadline {
  const controller = new AbortController()
  let passed: Deadline['passed'] = null
  const end = (why: 'timeout' | 'aborted') => {
    passed ??= why
    controller.abort()
  }
  const stopped = () => end('aborted')
  const timer = setTimeout(() => end('timeout'), timeoutMs)
  // As many requests are under way as the settings say; Node's warning of a leak at eleven would be wrong.
  if (stop !== undefined) setMaxListeners(0, stop)
  stop?.addEventListener('abort', stopped, { once: true })
  if (stop?.aborted) stopped()
  return {
    signal: controller.signal,
    get passed() {
      return passed
    },
    await: (work, letGo) =>
      new Promise((resolve, reject) => {
        const giveUp = () => reject(new Error('the time is up'))
        controller.signal.addEventListener('abort', giveUp, { once: true })
        if (controller.signal.aborted) giveUp()
        work.then((value) => (controller.signal.aborted ? letGo(value) : resolve(value)), reject)
      }),
    clear() {
      clearTimeout(timer)
      stop?.removeEventListener('abort', stopped)
    },
  }
}
