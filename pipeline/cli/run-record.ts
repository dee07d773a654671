import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config/config.js'
import { errorText } from '../model/error-text.js'
import { Failure } from '../model/failure.js'
import type { Log } from '../model/ports.js'
import { withoutSecrets } from '../model/secrets.js'
import type { RunLock } from '../system/run-lock.js'
import type { JournalledEnd, RunTable } from '../system/store/run-table.js'
import type { StopRequest } from './signals.js'

/** Keeps account of one run: in the journal, and in the name under which it holds the lock. */
export interface RunRecord {
  began(runId: string): void
  published(exitCode: number): void
  /** It ended without a run folder, by an error or because somebody stopped it. */
  endedBy(error: unknown, stop: Pick<StopRequest, 'exitCode'>): void
}

/** What of a run its record tells. */
export interface RecordedRun {
  command: string
  config: Config
  runs: RunTable
}

/**
 * Begins the record of a run that holds the lock, so that whatever the journal has as unfinished was killed.
 *
 * A journal that cannot be written costs no run: the log says so.
 */
export function beginRecord({ command, config, runs }: RecordedRun, lock: RunLock, log: Log): RunRecord {
  const now = () => new Date().toISOString()
  let isBegun = false
  const write = (entry: (journal: RunTable) => void) => {
    try {
      entry(runs)
    } catch (error) {
      const why = errorText(error)
      log.warn('run-journal', `What became of this run could not be noted: ${why}.`)
    }
  }
  const end = (how: Omit<JournalledEnd, 'ended'>) => {
    if (isBegun) write((each) => each.end({ ...how, ended: now() }))
  }
  write((each) =>
    each.concludeKilled(now(), (runId) => existsSync(join(config.out, 'runs', runId, 'run.json'))),
  )
  return {
    began(runId) {
      const started = now()
      lock.name(`run ${runId} (${command}), process ${process.pid}, since ${started}`)
      const { keepRuns, keepMonthly } = config
      write((each) => each.begin({ runId, command, process: process.pid, started, keepRuns, keepMonthly }))
      isBegun = true
    },
    published: (exitCode) => end({ outcome: 'published', exitCode, reason: null }),
    endedBy(error, stop) {
      const exitCode = stop.exitCode()
      if (exitCode !== null) return end({ outcome: 'interrupted', exitCode, reason: null })
      const reason = error instanceof Error ? withoutSecrets(error.message) : String(error)
      end({ outcome: 'failed', exitCode: error instanceof Failure ? error.exitCode : 1, reason })
    },
  }
}
