import { z } from 'zod'
import { exitCodes } from '../../model/failure.js'
import { isSuccess, type SlotRun, type SlotStore } from '../../model/schedule.js'
import type { Connection } from './connection.js'

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

const successes = Object.values(exitCodes).filter(isSuccess).join(', ')
const sql = {
  watch: 'SELECT schedule, since FROM watch',
  setWatch: 'INSERT OR REPLACE INTO watch (only, schedule, since) VALUES (1, ?, ?)',
  newest: 'SELECT MAX(slot) AS moment FROM slot WHERE slot <= ?',
  take: 'INSERT OR IGNORE INTO slot (slot, number, state, started) VALUES (?, (SELECT COALESCE(MAX(number), 0) + 1 FROM slot), ?, ?)',
  prune: 'DELETE FROM slot WHERE number <= (SELECT MAX(number) FROM slot) - ?',
  conclude: 'UPDATE slot SET ended = ?, exit_code = ?, ended_by = ?, run_id = ? WHERE slot = ?',
  last: "SELECT * FROM slot WHERE state = 'run' ORDER BY number DESC LIMIT 1",
  success: `SELECT ended AS moment FROM slot WHERE state = 'run' AND exit_code IN (${successes}) ORDER BY number DESC LIMIT 1`,
}

/** The table of slots in a store. Whatever cannot be written is thrown. */
export function slotTable({ use, durably }: Connection): SlotStore {
  return {
    watchedSince: (schedule, now) =>
      durably((session) => {
        const found = Watch.safeParse(session.prepare(sql.watch).get())
        const isOurs = found.success && found.data.schedule === schedule && found.data.since <= now.getTime()
        if (isOurs) return new Date(found.data.since)
        session.prepare(sql.setWatch).run(schedule, now.getTime())
        return now
      }),
    newestTaken: (now) => use((session) => momentIn(session.prepare(sql.newest).get(now.getTime()))),
    // A slot that is run again after a power cut is what this is there to prevent.
    take: (slot, at, state) =>
      durably((session) => {
        const { changes } = session.prepare(sql.take).run(slot.getTime(), state, at.getTime())
        if (changes > 0) session.prepare(sql.prune).run(keptSlots)
        return changes > 0
      }),
    conclude: (slot, at, { exitCode, endedBy, runId }) =>
      durably(
        (session) =>
          void session.prepare(sql.conclude).run(at.getTime(), exitCode, endedBy, runId, slot.getTime()),
      ),
    lastRun: () =>
      use((session) => {
        const row = Slot.safeParse(session.prepare(sql.last).get())
        return row.success ? slotRun(row.data) : null
      }),
    lastSuccess: () => use((session) => momentIn(session.prepare(sql.success).get())),
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
