import type Database from 'libsql'
import { z } from 'zod'
import { exitCodes } from '../../model/failure.js'
import { isSuccess, type SlotRun, type SlotStore } from '../../model/schedule.js'
import { closeStore, type OpenedStore, openStore, type StoreKind } from '../store-file.js'

/** Moments are milliseconds since 1970: they are compared. `number` is the order of taking, which a clock does not turn. */
const scheduleState: StoreKind = {
  name: 'schedule state',
  version: 1,
  // A slot that is run again after a power cut is what this is there to prevent.
  synchronous: 'FULL',
  tables: [
    'CREATE TABLE IF NOT EXISTS watch (only INTEGER PRIMARY KEY CHECK (only = 1), schedule TEXT NOT NULL, since INTEGER NOT NULL)',
    'CREATE TABLE IF NOT EXISTS slot (slot INTEGER PRIMARY KEY, number INTEGER NOT NULL, state TEXT NOT NULL, started INTEGER NOT NULL, ended INTEGER, exit_code INTEGER, ended_by TEXT, run_id TEXT)',
  ],
}

/** Slots that are kept: those of nearly three years of nights, and enough for a clock that is set back by a day. */
const keptSlots = 2_000

const Watch = z.object({ schedule: z.string(), since: z.int() })
const Slot = z.object({
  slot: z.int(),
  started: z.int(),
  ended: z.int().nullable(),
  exit_code: z.int().nullable(),
  ended_by: z.string().nullable(),
  run_id: z.string().nullable(),
})
const Moment = z.object({ moment: z.int().nullable() })

export interface OpenSlotStore extends SlotStore {
  close(): void
}

/**
 * The slots that runs were started for, in the SQLite file at `path`. A damaged file is set aside and begun anew: slots
 * that passed are then forgotten, and none of them is caught up with. Whatever cannot be written is thrown.
 */
export function openSlotStore(path: string): OpenedStore<OpenSlotStore> {
  return openStore(path, scheduleState, slotStore)
}

function slotStore(database: Database.Database): OpenSlotStore {
  const successes = Object.values(exitCodes).filter(isSuccess).join(', ')
  const [watch, setWatch] = [
    database.prepare('SELECT schedule, since FROM watch'),
    database.prepare('INSERT OR REPLACE INTO watch (only, schedule, since) VALUES (1, ?, ?)'),
  ]
  const newest = database.prepare('SELECT MAX(slot) AS moment FROM slot WHERE slot <= ?')
  const insert = database.prepare(
    'INSERT OR IGNORE INTO slot (slot, number, state, started) VALUES (?, (SELECT COALESCE(MAX(number), 0) + 1 FROM slot), ?, ?)',
  )
  const prune = database.prepare('DELETE FROM slot WHERE number <= (SELECT MAX(number) FROM slot) - ?')
  const conclude = database.prepare(
    'UPDATE slot SET ended = ?, exit_code = ?, ended_by = ?, run_id = ? WHERE slot = ?',
  )
  const last = database.prepare("SELECT * FROM slot WHERE state = 'run' ORDER BY number DESC LIMIT 1")
  const success = database.prepare(
    `SELECT ended AS moment FROM slot WHERE state = 'run' AND exit_code IN (${successes}) ORDER BY number DESC LIMIT 1`,
  )
  return {
    watchedSince(schedule, now) {
      const found = Watch.safeParse(watch.get())
      const isOurs = found.success && found.data.schedule === schedule && found.data.since <= now.getTime()
      if (isOurs) return new Date(found.data.since)
      setWatch.run(schedule, now.getTime())
      return now
    },
    newestTaken: (now) => momentIn(newest.get(now.getTime())),
    take(slot, at, state) {
      const { changes } = insert.run(slot.getTime(), state, at.getTime())
      if (changes > 0) prune.run(keptSlots)
      return changes > 0
    },
    conclude: (slot, at, { exitCode, endedBy, runId }) =>
      void conclude.run(at.getTime(), exitCode, endedBy, runId, slot.getTime()),
    lastRun() {
      const row = Slot.safeParse(last.get())
      return row.success ? slotRun(row.data) : null
    },
    lastSuccess: () => momentIn(success.get()),
    close: () => closeStore(database),
  }
}

function momentIn(row: unknown): Date | null {
  const read = Moment.safeParse(row)
  return read.success && read.data.moment !== null ? new Date(read.data.moment) : null
}

function slotRun(row: z.infer<typeof Slot>): SlotRun {
  const endedAt = row.ended === null ? null : new Date(row.ended)
  return {
    slot: new Date(row.slot),
    startedAt: new Date(row.started),
    endedAt,
    outcome: endedAt === null ? null : { exitCode: row.exit_code, endedBy: row.ended_by, runId: row.run_id },
  }
}
