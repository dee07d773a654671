import { type ExitCode, exitCodes } from '../model/failure.js'
import { verifyRun } from '../run/verify.js'
import { createRunStore, entriesOfRun } from '../system/run-folders.js'

/** Compares a run folder with its manifest, file by file. Exit code 1 where anything differs. */
export async function verifyCommand(
  run: string,
  out: string,
  print: (text: string) => void,
): Promise<ExitCode> {
  const saved = await createRunStore(out).find(run)
  const entries = await entriesOfRun(saved)
  const deviations = await verifyRun(saved, entries)
  if (deviations.length === 0) {
    print(`Run ${saved.runId}: all ${entries.length} files are as its manifest says.\n`)
    return exitCodes.done
  }
  for (const { path, what } of deviations) print(`${what.padEnd(9)} ${path}\n`)
  print(`Run ${saved.runId}: ${deviations.length} of its files are not as its manifest says.\n`)
  return exitCodes.nothingPublished
}
