import type { ExitCode } from './failure.js'

/** The moments that a schedule names. */
export interface Calendar {
  /** The first of them after `after`; null where there is none. */
  next(after: Date): Date | null
}

/** A schedule as it was asked for. */
export interface Schedule {
  calendar: Calendar
  expression: string
  timeZone: string
}

/** How the run of a slot ended. */
export interface SlotOutcome {
  /** The exit code of the run; null where it was ended from without, by the signal `endedBy`. */
  exitCode: number | null
  endedBy: string | null
  /** The run that was published or failed; null where none came about. */
  runId: string | null
}

/** A slot that a run was started for. */
export interface SlotRun {
  /** The moment that it was due. */
  slot: Date
  startedAt: Date
  /** Null as long as it is under way, and for ever where the service was killed. */
  endedAt: Date | null
  outcome: SlotOutcome | null
}

/** Which slots have been taken; on disk before anything is started for them. */
export interface SlotStore {
  /** Slots after this moment are this schedule's; a schedule in other words, or a clock set back before it, begins anew. */
  watchedSince(schedule: string, now: Date): Date
  /** The newest slot taken that does not lie in the future of `now`; null where there is none. */
  newestTaken(now: Date): Date | null
  /** Takes the slot for good; false where it has been taken before, by whomever. */
  take(slot: Date, at: Date, state: 'run' | 'skipped'): boolean
  /** Notes how the run of a slot ended. */
  conclude(slot: Date, at: Date, outcome: SlotOutcome): void
  /** The run that was started last. */
  lastRun(): SlotRun | null
  /** When a run last published a complete report; null where none did. */
  lastSuccess(): Date | null
}

/** What the schedule's health file and port tell. Times are ISO 8601 in UTC. */
export interface ScheduleHealth {
  state: 'waiting' | 'running' | 'stopped'
  /** False where the last run published nothing. */
  healthy: boolean
  schedule: string
  timeZone: string
  startedAt: string
  /** When this was written; older than two minutes means that nobody watches the clock any more. */
  updatedAt: string
  nextSlot: string | null
  lastRun: {
    slot: string
    startedAt: string
    endedAt: string | null
    exitCode: number | null
    endedBy: string | null
    runId: string | null
    outcome: RunEnd | 'running' | 'cut short'
  } | null
  lastSuccess: string | null
}

/** How a run ended, in a word. */
export type RunEnd = 'published' | 'gate failed' | 'incomplete' | 'failed' | 'skipped' | 'stopped'

const ends: Record<ExitCode, RunEnd> = {
  0: 'published',
  1: 'failed',
  2: 'gate failed',
  3: 'failed',
  4: 'incomplete',
  5: 'skipped',
  130: 'stopped',
  143: 'stopped',
}

/** The word for an exit code; what no run of ours ends with, and an end by a signal, is a failure. */
export function runEnd(exitCode: number | null): RunEnd {
  return ends[exitCode as ExitCode] ?? 'failed'
}

/** Whether a complete report was published: what `latest` then points at is news. */
export function isSuccess(exitCode: number | null): boolean {
  return exitCode === 0 || exitCode === 2
}
