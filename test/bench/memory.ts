import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readSample, repeated, writeCorpus } from './corpus.js'

/** What a process that reads, extracts and normalizes one corpus takes; all in bytes. */
export interface Taken {
  /** Most memory that the process ever held, above what it held before. */
  peak: number
  /** What is still held when garbage is gone: the model. */
  heldModel: number
}

export interface Memory extends Taken {
  copies: number
  corpus: number
}

/** Measures the memory that a corpus of so many copies of the sample takes, each time in a process of its own. */
export function measureMemory(copies: number): Memory {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  try {
    const corpus = writeCorpus(folder, repeated(readSample(), copies, 2))
    const { peak } = takenBy(folder, 'peak')
    return { copies, corpus, ...takenBy(folder, 'held'), peak }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Collecting garbage on the way would flatter the peak, so that the two are measured apart. */
function takenBy(folder: string, kind: 'peak' | 'held'): Taken {
  const program = fileURLToPath(new URL('memory-process.js', import.meta.url))
  const warmUp = mkdtempSync(join(tmpdir(), 'bench-'))
  try {
    const words = ['--expose-gc', program, folder, warmUp, kind]
    return JSON.parse(execFileSync(process.execPath, words, { encoding: 'utf8', stdio: 'pipe' })) as Taken
  } finally {
    rmSync(warmUp, { recursive: true, force: true })
  }
}
