import { lockedRun } from '../cli/locked-run.js'
import type { WrittenConfig } from '../config/config.js'
import { assertConsistent, resolveConfig } from '../config/resolve.js'
import { type RunResult, stageOrder } from '../run/index.js'
import type { Talk } from '../system/progress.js'

/** Settings of a run, as a configuration file has them, and what only a program can give. */
export interface RunOptions extends WrittenConfig {
  /** Folder of `.md` pages, one page, or a git repository (path or URL, with `#REF:FOLDER`). */
  corpus: string
  /** Stops the run in good order: nothing is published, what was learnt of links is kept. */
  signal?: AbortSignal
  /** Takes each line of the log and of progress; nothing is said where it is left out. */
  onTalk?: (text: string) => void
}

/**
 * Every stage, into one new run folder: what `control-coverage run` does, by the same code, and all that came of it.
 *
 * One run at a time uses an output folder. Reads no configuration file; environment variables count as they do for the
 * command.
 *
 * @throws {Failure} where nothing was published, with a sentence, a remedy and the exit code of the command; whatever the
 * signal aborts with
 */
export async function run({ corpus, signal, onTalk, ...settings }: RunOptions): Promise<RunResult> {
  const config = resolveConfig({}, settings, 'settings', onTalk === undefined ? { quiet: true } : {})
  assertConsistent(config)
  const talk: Talk = { write: onTalk ?? (() => undefined), isTerminal: false }
  const plan = { command: 'run', stages: stageOrder, corpus, from: null, config }
  const stopping = signal ?? new AbortController().signal
  const exitCode = () => (stopping.aborted ? 130 : null)
  return lockedRun(plan, { talk, stop: { signal: stopping, exitCode } })
}
