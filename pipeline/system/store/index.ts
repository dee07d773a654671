import { existsSync } from 'node:fs'
import type { SlotStore } from '../../model/schedule.js'
import { openDatabase } from '../database.js'
import { connect } from './connection.js'
import { checkLinks, type LinkTable, linkTable } from './link-table.js'
import { type JournalledRun, type RunTable, runsIn, runTable } from './run-table.js'
import { slotTable } from './slot-table.js'
import { storePath } from './store-names.js'

/** What the runs into one output folder remember: one SQLite file, one version, and a table for each who remembers. */
export interface Store {
  links: LinkTable
  runs: RunTable
  slots: SlotStore
  close(): void
}

/**
 * Opens the store in the folder `.state` of an output folder, made if it is not there.
 *
 * A damaged one is set aside and begun anew, at the start or whenever that is found, and `warn` is told: no store holds what a
 * report needs. Throws a {@link Failure} where it is of a newer version or cannot be opened. Several processes may
 * have it open. WAL, so for local disks only.
 */
export function openStore(folder: string, warn: (sentence: string) => void): Store {
  const connection = connect(folder, warn, checkLinks)
  return {
    links: linkTable(connection),
    runs: runTable(connection),
    slots: slotTable(connection),
    close: connection.close,
  }
}

/** The runs that the store of a folder knows, newest first; none where it cannot be read, which is for the next run to mend and to say. */
export function readRuns(folder: string): JournalledRun[] {
  try {
    const path = storePath(folder)
    if (!existsSync(path)) return []
    const database = openDatabase(path, 1_000)
    try {
      return runsIn(database)
    } finally {
      database.close()
    }
  } catch {
    return []
  }
}
