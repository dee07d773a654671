import type { SlotOutcome } from '../model/schedule.js'
import { runEnd } from '../model/schedule.js'
import type { ServiceNews } from '../schedule/service.js'
import type { OpenLog } from '../system/log.js'

/** A moment as a clock on the wall of that zone shows it, with what it is off UTC: `2026-03-29 03:00 +02:00`. */
export function wallClock(moment: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'longOffset',
  }).formatToParts(moment)
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((each) => each.type === type)?.value ?? ''
  const offset = part('timeZoneName').replace('GMT', '') || '+00:00'
  const seconds = part('second') === '00' ? '' : `:${part('second')}`
  return `${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')}${seconds} ${offset}`
}

/** The same in UTC, without what is always the same: `2026-03-29T01:00:00Z`. */
export function utc(moment: Date): string {
  return moment.toISOString().replace(/\.\d{3}Z$/, 'Z')
}

/** Tells the log what happens in the service, one line a fact. */
export function tellIn(log: OpenLog, timeZone: string): (news: ServiceNews) => void {
  const at = (moment: Date) => wallClock(moment, timeZone)
  return (news) => {
    switch (news.event) {
      case 'slot-due': {
        const why = news.missed ? ' It makes up for those that were missed before it.' : ''
        return log.info('slot-due', `Runs for ${at(news.slot)}.${why}`, {
          slot: utc(news.slot),
          missed: news.missed,
        })
      }
      case 'slot-done':
        return tellDone(log, news.slot, news.outcome, at(news.slot))
      case 'slot-skipped':
        return log.warn('slot-skipped', `Skipped ${at(news.slot)}: the run before it is still under way.`, {
          slot: utc(news.slot),
        })
      case 'slot-cut-short':
        return log.warn('slot-cut-short', `The run for ${at(news.slot)} did not come to its end.`, {
          slot: utc(news.slot),
        })
      case 'clock-set-back':
        return log.warn('clock-set-back', `The clock was set back from ${at(news.from)} to ${at(news.to)}.`, {
          from: utc(news.from),
          to: utc(news.to),
        })
      case 'state-unusable': {
        const reason = news.cause instanceof Error ? news.cause.message : String(news.cause)
        return log.error(
          'state-unusable',
          `The state of the schedule cannot be kept (${reason}): nothing is started until it can.`,
          { reason },
        )
      }
    }
  }
}

function tellDone(log: OpenLog, slot: Date, { exitCode, endedBy, runId }: SlotOutcome, at: string): void {
  const end = runEnd(exitCode)
  const how =
    exitCode === null ? `was ended by ${endedBy ?? 'an unknown cause'}` : `${end} (exit code ${exitCode})`
  const what = end === 'skipped' ? 'skipped, as another run holds the output folder' : how
  const facts = { slot: utc(slot), outcome: end, exitCode, endedBy, runId }
  if (end === 'published' || end === 'stopped') log.info('slot-done', `Run for ${at}: ${what}.`, facts)
  else log.warn(end === 'skipped' ? 'slot-skipped' : 'slot-done', `Run for ${at}: ${what}.`, facts)
}
