import type { Calendar } from '../model/schedule.js'

/** What is to be done now. */
export type Decision =
  | { kind: 'wait'; next: Date | null }
  /** `missed`: other slots before it passed without a run; this one makes up for them. */
  | { kind: 'due'; slot: Date; missed: boolean }

const secondMs = 1000
const dayMs = 24 * 60 * 60 * secondMs
const lookBacksMs = [60 * secondMs, 60 * 60 * secondMs, dayMs, 32 * dayMs, 366 * dayMs]

/**
 * Whether a slot is due at `now`, given the moment up to which all is settled (the newest slot taken, or the
 * beginning of the watch).
 *
 * However many slots passed in the meantime (the machine slept, the clock jumped), the newest of them alone is due.
 * The moments of the calendar are the slots' identities, so that a clock set back meets those that were taken before.
 */
export function decide(calendar: Calendar, settledUntil: Date, now: Date): Decision {
  const first = calendar.next(settledUntil)
  if (first === null || first > now) return { kind: 'wait', next: first }
  const slot = newestSlot(calendar, first, now)
  return { kind: 'due', slot, missed: first < slot }
}

/** The newest slot up to `now`; `first` is one. Found from as near as one is, so that years are not walked through. */
function newestSlot(calendar: Calendar, first: Date, now: Date): Date {
  for (const lookBackMs of lookBacksMs) {
    const from = new Date(now.getTime() - lookBackMs)
    if (from <= first) break
    const found = calendar.next(from)
    if (found !== null && found <= now) return lastFrom(calendar, found, now)
  }
  return lastFrom(calendar, first, now)
}

function lastFrom(calendar: Calendar, start: Date, now: Date): Date {
  let slot = start
  for (let next = calendar.next(slot); next !== null && next <= now; next = calendar.next(slot)) slot = next
  return slot
}

/** The next slots after a moment, as many as asked for. */
export function nextSlots(calendar: Calendar, after: Date, count: number): Date[] {
  const slots: Date[] = []
  for (let next = calendar.next(after); next !== null && slots.length < count; next = calendar.next(next))
    slots.push(next)
  return slots
}
