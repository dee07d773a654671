import { spawn } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A Node program to be measured. */
export interface Program {
  /** Its file and its arguments. */
  words: readonly string[]
  /** The folder it runs in. */
  folder: string
  /** What it finds in its environment beside {@link plainEnvironment}. */
  environment: Readonly<Record<string, string>>
  /** When it is ended, if it has not come to an end of its own. */
  atMostSeconds: number
}

export interface Ran {
  seconds: number
  /** Most memory that the process itself ever held, in bytes; programs that it started are not in it. Null if untold. */
  peakBytes: number | null
  /** What it wrote to standard output and to standard error. */
  output: string
  talk: string
  exitCode: number | null
  /** Whether it was ended for having taken too long. */
  wasCutOff: boolean
}

const graceMs = 10_000

/** Runs a program to its end and measures it. */
export async function runMeasured(program: Program): Promise<Ran> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-run-'))
  const files = { output: join(folder, 'output'), talk: join(folder, 'talk'), peak: join(folder, 'peak') }
  const [output, talk] = [openSync(files.output, 'w'), openSync(files.talk, 'w')]
  try {
    const began = process.hrtime.bigint()
    const hook = import.meta.resolve('./report-peak.js')
    const child = spawn(process.execPath, ['--import', hook, ...program.words], {
      cwd: program.folder,
      env: { ...plainEnvironment(), ...program.environment, BENCH_PEAK_FILE: files.peak },
      stdio: ['ignore', output, talk],
    })
    let wasCutOff = false
    const cut = setTimeout(
      () => {
        wasCutOff = child.kill()
        setTimeout(() => child.kill('SIGKILL'), graceMs).unref()
      },
      Math.min(program.atMostSeconds * 1000, 2 ** 31 - 1),
    )
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject).once('close', resolve)
    })
    clearTimeout(cut)
    const seconds = Number(process.hrtime.bigint() - began) / 1e9
    const read = (file: string) => readFileSync(file, 'utf8')
    const peakBytes = numberIn(files.peak)
    return { seconds, peakBytes, output: read(files.output), talk: read(files.talk), exitCode, wasCutOff }
  } finally {
    closeSync(output)
    closeSync(talk)
    rmSync(folder, { recursive: true, force: true })
  }
}

/** This process's environment without what would send requests elsewhere, or give one program what others lack. */
export function plainEnvironment(): Record<string, string> {
  const foreign =
    /^((https?|no|all)_proxy|github_token|gh_token|node_options|node_extra_ca_certs|source_date_epoch)$/i
  return Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && !foreign.test(entry[0]),
    ),
  )
}

function numberIn(file: string): number | null {
  try {
    return Number(readFileSync(file, 'utf8')) || null
  } catch {
    return null
  }
}
