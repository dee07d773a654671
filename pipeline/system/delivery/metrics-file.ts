import { readPlainFile } from '../plain-file.js'
import { writeWholeFile } from '../whole-file.js'

const maxReadBytes = 64 * 1024

/** What stands in the metrics file now; empty where there is none. */
export function readMetricsFile(path: string): string {
  try {
    return readPlainFile(path, maxReadBytes)
  } catch {
    return ''
  }
}

/** Puts new metrics in their place, whole: a collector may read at any moment. */
export function writeMetricsFile(path: string, text: string): void {
  writeWholeFile(path, text)
}
