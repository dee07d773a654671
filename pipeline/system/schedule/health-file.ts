import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { ScheduleHealth } from '../../model/schedule.js'
import { writeWholeFile } from '../whole-file.js'

/** Puts the state of the service into `health.json` of the state folder, whole. Throws what the disk says. */
export function writeHealthFile(stateFolder: string, health: ScheduleHealth): void {
  mkdirSync(stateFolder, { recursive: true })
  writeWholeFile(join(stateFolder, 'health.json'), `${JSON.stringify(health, null, 2)}\n`)
}
