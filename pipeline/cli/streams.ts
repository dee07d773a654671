import type { Talk } from '../system/progress.js'

/** Where a command's results and talk go. */
export interface Streams {
  print(text: string): void
  talk: Talk
}
