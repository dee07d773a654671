import { Cron } from 'croner'
import { errorText } from '../model/error-text.js'
import { exitCodes, Failure } from '../model/failure.js'
import type { Calendar } from '../model/schedule.js'

/** Any moment: whether an expression names moments at all does not depend on it. */
const someMoment = new Date(0)

/**
 * The moments that a cron expression names in a time zone (IANA name).
 *
 * Five fields (minute to day of the week), or six with seconds before them; `@daily` and its like. Where clocks are put
 * forward, an hour that does not exist is made up for at the end of the gap; where they are put back, an hour that
 * comes twice counts once. Only schedules with `*` or `/` in hours or minutes follow real time there.
 *
 * @throws {Failure} (exit 3) for an expression or zone that is none, and for one that names no day at all (31 April)
 */
export function readCron(expression: string, timeZone: string): Calendar {
  const cron = parsed(expression, timeZone)
  firstOf(cron, expression, timeZone)
  return { next: (after) => cron.nextRun(after) }
}

function parsed(expression: string, timeZone: string): Cron {
  try {
    return new Cron(expression, {
      timezone: timeZone,
      mode: '5-or-6-parts',
      fixedTimeRule: 'no-wildcard',
      paused: true,
    })
  } catch (cause) {
    throw usage(`"${expression}" is no schedule (${reason(cause)}).`, cause)
  }
}

function firstOf(cron: Cron, expression: string, timeZone: string): void {
  let first: Date | null
  try {
    first = cron.nextRun(someMoment)
  } catch (cause) {
    throw new Failure(
      `There is no time zone "${timeZone}".`,
      'Name one of the IANA list, such as Europe/Berlin or UTC.',
      { exitCode: exitCodes.usage, cause },
    )
  }
  if (first === null) throw usage(`"${expression}" names a day that no year has.`)
}

function usage(sentence: string, cause?: unknown): Failure {
  return new Failure(sentence, 'Write it as minute, hour, day, month, day of the week: "30 2 * * *".', {
    exitCode: exitCodes.usage,
    cause,
  })
}

/** What croner says, without its own name and without the expression once more. */
function reason(cause: unknown): string {
  const message = errorText(cause)
  return message.replace(/^CronPattern: /, '').replace(/\.$/, '')
}
