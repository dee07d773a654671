import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

const patienceMs = 5_000

function lockFile(out: string): string {
  return join(out, '.state', 'readers.db')
}

/**
 * Keeps the runs of an output folder from being removed while the work goes on.
 *
 * Where there is no state, or it cannot be written to, no run of ours removes anything: then nothing is held.
 */
export async function whileReading<Value>(out: string, work: () => Promise<Value>): Promise<Value> {
  const release = await share(lockFile(out))
  try {
    return await work()
  } finally {
    release?.()
  }
}

/** SQLite is loaded where there is something to lock: commands that read no runs start without it. */
const locks = () => import('./file-lock.js')

async function share(file: string): Promise<(() => void) | null> {
  if (!existsSync(dirname(file))) return null
  try {
    return (await locks()).tryShare(file, patienceMs)
  } catch {
    return null
  }
}

/** Keeps readers out while the work goes on; null, and no work done, where somebody reads. */
export async function withoutReaders<Value>(out: string, work: () => Promise<Value>): Promise<Value | null> {
  const release = (await locks()).tryLock(lockFile(out))
  if (release === null) return null
  try {
    return await work()
  } finally {
    release()
  }
}
