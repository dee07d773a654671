import { type ExitCode, exitCodes } from '../model/failure.js'
import type { SavedRun } from '../model/ports.js'
import { verifyRun } from '../run/verify.js'
import { verifyFigures } from '../run/verify-figures.js'
import { createRunStore, entriesOfRun } from '../system/run-folders.js'

/**
 * Compares a run folder with its manifest, file by file, and then the headline figures of its report with its model
 * and links. Exit code 1 where anything differs.
 */
export async function verifyCommand(
  run: string,
  out: string,
  print: (text: string) => void,
): Promise<ExitCode> {
  const saved = await createRunStore(out).find(run)
  const entries = await entriesOfRun(saved)
  const deviations = await verifyRun(saved, entries)
  if (deviations.length > 0) {
    for (const { path, what } of deviations) print(`${what.padEnd(9)} ${path}\n`)
    print(`Run ${saved.runId}: ${deviations.length} of its files are not as its manifest says.\n`)
    return exitCodes.nothingPublished
  }
  print(`Run ${saved.runId}: all ${entries.length} files are as its manifest says.\n`)
  return figuresHold(saved, print)
}

/** Files that are as they were written may still tell wrong figures: a second count says so. */
async function figuresHold(saved: SavedRun, print: (text: string) => void): Promise<ExitCode> {
  const figures = await verifyFigures(saved)
  if (figures === null) {
    print('It holds no report with model and links; no figures were derived.\n')
    return exitCodes.done
  }
  const { count, wrong } = figures
  if (wrong.length === 0) {
    print(`All ${count} headline figures of report.json follow from model.json and links.json.\n`)
    return exitCodes.done
  }
  for (const { path, reported, derived } of wrong) {
    print(`${path}: report.json says ${reported ?? 'nothing'}, model.json and links.json give ${derived}\n`)
  }
  print(`Of ${count} headline figures ${wrong.length} do not follow from model.json and links.json.\n`)
  return exitCodes.nothingPublished
}
