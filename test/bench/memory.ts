import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { withGenerated } from './generated.js'

/** What a process that reads, extracts and normalizes one corpus takes; in bytes. */
export interface Memory {
  /** Most memory that the process ever held, above what it held before. */
  peak: number
  corpus: number
}

/** Measures the memory that reading a corpus of so many pages takes, in a process of its own. */
export async function measureMemory(pages: number): Promise<Memory> {
  const program = fileURLToPath(new URL('memory-process.js', import.meta.url))
  return withGenerated({ pages, seed: 2 }, async ({ folder, bytes }) => {
    const words = ['--expose-gc', program, folder]
    const said = execFileSync(process.execPath, words, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    return { peak: Number(said), corpus: bytes }
  })
}
