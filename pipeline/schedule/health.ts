import {
  runEnd,
  type Schedule,
  type ScheduleHealth,
  type SlotRun,
  type SlotStore,
} from '../model/schedule.js'

/** The state of the service as its watchers are shown it. */
export function healthOf(
  { calendar, expression, timeZone }: Schedule,
  slots: SlotStore,
  { state, startedAt, now }: { state: ScheduleHealth['state']; startedAt: Date; now: Date },
): ScheduleHealth {
  const last = slots.lastRun()
  return {
    state,
    healthy: last === null || last.outcome === null || runEnd(last.outcome.exitCode) !== 'failed',
    schedule: expression,
    timeZone,
    startedAt: startedAt.toISOString(),
    updatedAt: now.toISOString(),
    nextSlot: state === 'stopped' ? null : (calendar.next(now)?.toISOString() ?? null),
    lastRun: last === null ? null : shown(last, state),
    lastSuccess: slots.lastSuccess()?.toISOString() ?? null,
  }
}

function shown(run: SlotRun, state: ScheduleHealth['state']): NonNullable<ScheduleHealth['lastRun']> {
  const { slot, startedAt, endedAt, outcome } = run
  const open = state === 'running' ? 'running' : 'cut short'
  return {
    slot: slot.toISOString(),
    startedAt: startedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    exitCode: outcome?.exitCode ?? null,
    endedBy: outcome?.endedBy ?? null,
    runId: outcome?.runId ?? null,
    outcome: outcome === null ? open : runEnd(outcome.exitCode),
  }
}

/** The same as Prometheus has it, in its text format 0.0.4. */
export function healthMetrics(health: ScheduleHealth): string {
  const seconds = (moment: string | null | undefined) =>
    moment == null ? null : Math.floor(Date.parse(moment) / 1000)
  const gauges: [name: string, help: string, value: number | null][] = [
    ['healthy', '0 where the last run published nothing', health.healthy ? 1 : 0],
    ['running', '1 while a run is under way', health.state === 'running' ? 1 : 0],
    ['next_slot_timestamp_seconds', 'when the next run is due', seconds(health.nextSlot)],
    ['last_slot_timestamp_seconds', 'slot that was run last', seconds(health.lastRun?.slot)],
    ['last_exit_code', 'exit code of the last run', health.lastRun?.exitCode ?? null],
    [
      'last_success_timestamp_seconds',
      'end of the last run with a complete report',
      seconds(health.lastSuccess),
    ],
  ]
  return gauges
    .filter(([, , value]) => value !== null)
    .map(([name, help, value]) => {
      const full = `control_coverage_schedule_${name}`
      return `# HELP ${full} ${help}\n# TYPE ${full} gauge\n${full} ${value}\n`
    })
    .join('')
}
