import { closeSync, constants, openSync, readSync } from 'node:fs'
import { writeWholeFile } from '../whole-file.js'

const maxReadBytes = 64 * 1024

/** What stands in the metrics file now; empty where there is none. */
export function readMetricsFile(path: string): string {
  try {
    const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW)
    try {
      const bytes = Buffer.alloc(maxReadBytes)
      return bytes.toString('utf8', 0, readSync(file, bytes))
    } finally {
      closeSync(file)
    }
  } catch {
    return ''
  }
}

/** Puts new metrics in their place, whole: a collector may read at any moment. */
export function writeMetricsFile(path: string, text: string): void {
  writeWholeFile(path, text)
}
