import type { Program, Ran } from './measured-process.js'
import type { Sayings } from './saying.js'

/** A program that checks the links of a folder of pages, and how to understand it. */
export interface Contestant {
  name: string
  isOurs: boolean
  /** Whether it waits where a host says "not so fast"; otherwise it takes that for an answer. */
  waits: boolean
  /** Gets everything ready that is no part of the check, and says what to run. */
  prepare(pages: string): Pick<Program, 'words' | 'folder' | 'environment'>
  /** What it said, once it has run. */
  read(ran: Ran): Sayings
  /** Removes what it left behind. */
  cleanUp(): void
}
