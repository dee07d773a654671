import { closeSync, constants, renameSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { withoutSecrets } from '../../model/secrets.js'
import { openPlainFile } from '../plain-file.js'

const maxBytes = 1_000_000

/** One delivery of one run, as it ended. */
export interface DeliveryRecord {
  runId: string | null
  channel: string
  delivered: boolean
  attempts: number
  detail: string
}

/**
 * Adds a line to `deliveries.jsonl` (JSON Lines) of the state folder: a run's own folder does not change any more. Never through a
 * link; from one megabyte on the file is put aside as `.1`, in the place of the one before. What cannot be written is lost: it
 * stands in the log.
 */
export function recordDelivery(stateFolder: string, record: DeliveryRecord): void {
  const path = join(stateFolder, 'deliveries.jsonl')
  try {
    if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > maxBytes) renameSync(path, `${path}.1`)
    const file = openPlainFile(path, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT)
    const line = { time: new Date().toISOString(), ...record, detail: withoutSecrets(record.detail) }
    writeSync(file, `${JSON.stringify(line)}\n`)
    closeSync(file)
  } catch {
    // The log has told it.
  }
}
