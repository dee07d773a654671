import { type ChildProcess, spawn } from 'node:child_process'
import { z } from 'zod'
import { errorCode } from '../../model/error-text.js'
import type { SlotOutcome } from '../../model/schedule.js'

/** Set for a run that a schedule started: it then tells its parent how it ended. */
const marker = 'CONTROL_COVERAGE_SCHEDULED'

/** What a run tells the schedule that started it, as its last word. */
const LastWord = z.strictObject({
  runId: z.string().nullable(),
  /** Whether all who are to be told of the run have been. */
  told: z.boolean(),
})
export type LastWord = z.infer<typeof LastWord>

/** A run in a process of its own. */
export interface ChildRun {
  outcome: SlotOutcome
  /** Null where it ended without one: killed, or with settings that cannot be read. */
  lastWord: LastWord | null
}

/** After this long a run that was asked to stop, and all it started, is killed. */
const graceMs = 9_000

/**
 * Runs this program once more with these words, in a process of its own: whatever one run leaks, breaks or blocks ends
 * with it, and the schedule stays as it was. Its output goes where ours goes.
 *
 * When `signal` aborts, the run is sent `stopWith()`, then killed with all that it started; a group of its own keeps a terminal's
 * Ctrl-C from reaching it twice. Should this process be killed, the run goes on to its end by itself. Ends when the run has ended; never rejects.
 */
export function runChild(
  main: string,
  words: readonly string[],
  { signal, stopWith }: { signal: AbortSignal; stopWith: () => NodeJS.Signals },
): Promise<ChildRun> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [...process.execArgv, main, ...words], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      detached: process.platform !== 'win32',
      env: { ...process.env, [marker]: '1' },
    })
    let lastWord: LastWord | null = null
    let killing: NodeJS.Timeout | undefined
    const stop = () => {
      child.kill(stopWith())
      killing = setTimeout(() => killGroup(child), graceMs)
    }
    const leave = () => void child.kill(stopWith())
    const end = (exitCode: number | null, endedBy: string | null) => {
      clearTimeout(killing)
      signal.removeEventListener('abort', stop)
      process.off('exit', leave)
      resolve({ outcome: { exitCode, endedBy, runId: lastWord?.runId ?? null }, lastWord })
    }
    child.on('message', (message) => {
      const read = LastWord.safeParse(message)
      if (read.success) lastWord = read.data
    })
    child.on('error', (error) => end(null, errorCode(error) ?? error.name))
    child.on('exit', end)
    signal.addEventListener('abort', stop)
    process.on('exit', leave)
    if (signal.aborted) stop()
  })
}

/** Says the last word to the schedule that started this process, if one did. */
export async function sayLastWord(word: LastWord): Promise<void> {
  const send = process.send?.bind(process)
  if (send === undefined || !process.connected || process.env[marker] !== '1') return
  await new Promise<void>((resolve) => send(word, undefined, undefined, () => resolve()))
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL')
  } catch {
    // It has just ended by itself.
  }
}
