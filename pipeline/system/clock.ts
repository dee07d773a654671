import { setTimeout as wait } from 'node:timers/promises'
import { exitCodes, Failure } from '../model/failure.js'
import type { Clock, Timer } from '../model/ports.js'

/** The last second that ISO 8601 writes with a year of four digits. */
const lastMoment = Date.UTC(9999, 11, 31, 23, 59, 59)

/**
 * The clock of all artifacts: stands still at `SOURCE_DATE_EPOCH` (seconds since 1970, reproducible-builds.org)
 * where that is set, else the system's.
 */
export function createClock(env: NodeJS.ProcessEnv): Clock {
  const epoch = env.SOURCE_DATE_EPOCH
  if (epoch === undefined || epoch === '') return { now: () => new Date() }
  const moment = new Date(Number(epoch) * 1000)
  if (!/^\d+$/.test(epoch) || !(moment.getTime() <= lastMoment)) {
    throw new Failure(
      'SOURCE_DATE_EPOCH is not a number of seconds.',
      'Set it to whole seconds since 1970, or unset it.',
      {
        exitCode: exitCodes.usage,
      },
    )
  }
  return { now: () => new Date(moment) }
}

/** Real durations, for deadlines and pace. */
export function createTimer(): Timer {
  return {
    elapsedMs: () => performance.now(),
    sleep: async (ms, signal) => {
      await wait(ms, undefined, signal === undefined ? {} : { signal }).catch(() => undefined)
    },
  }
}
