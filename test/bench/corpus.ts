import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** One page: its name and its text. */
export interface SamplePage {
  name: string
  text: string
}

/** Writes pages to a folder. Gives their size in bytes. */
export function writeCorpus(folder: string, pages: Iterable<SamplePage>): number {
  let size = 0
  mkdirSync(folder, { recursive: true })
  for (const { name, text } of pages) {
    const bytes = new TextEncoder().encode(text)
    writeFileSync(join(folder, name), bytes)
    size += bytes.length
  }
  return size
}
