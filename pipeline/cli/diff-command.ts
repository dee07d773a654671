import { compare } from '../compare/index.js'
import { namesOf } from '../compare/names.js'
import { Diff } from '../model/diff.js'
import { type ExitCode, exitCodes } from '../model/failure.js'
import { stableJson } from '../model/stable-json.js'
import { comparedRun } from '../run/compared-run.js'
import { createRunStore } from '../system/run-folders/index.js'
import { showDiff } from './show-diff.js'

/** What the words of `diff` amount to. */
export interface DiffOptions {
  json?: boolean
  /** Whether to end with exit code 2 where the runs differ. */
  exitCode?: boolean
  out: string
}

/** Prints what changed between two runs, for people or as `Diff` in JSON. Gives the exit code. */
export async function diffCommand(
  runs: { from: string; to: string },
  options: DiffOptions,
  print: (text: string) => void,
): Promise<ExitCode> {
  const store = createRunStore(options.out)
  const [from, to] = [await store.find(runs.from), await store.find(runs.to)]
  const [before, after] = [await comparedRun(from), await comparedRun(to)]
  const diff = compare(before, after)
  print(options.json === true ? stableJson(Diff.parse(diff)) : showDiff(diff, namesOf(before, after)))
  return options.exitCode === true && diff.changes.length > 0 ? exitCodes.failOn : exitCodes.done
}
