import { type ExitCode, exitCodes } from '../model/failure.js'
import { wordFor } from '../model/number-words.js'
import type { SavedRun } from '../model/run-store.js'
import { type SignatureState, verifyRun, verifySignature } from '../run/verify.js'
import { verifyFigures } from '../run/verify-figures.js'
import { createRunStore } from '../system/run-folders/index.js'
import { entriesOfRun } from '../system/run-folders/saved-run.js'
import { openPublicKey } from '../system/signing.js'

/** What `verify` was asked for beside the run. */
export interface VerifyOptions {
  out: string
  /** File of the key that must have signed the run. */
  publicKey?: string
}

/**
 * Compares a run folder with its manifest, file by file, where a key is named the manifest with its signature, and then
 * the headline figures of its report with its model and links. Exit code 1 where anything differs.
 */
export async function verifyCommand(
  run: string,
  { out, publicKey }: VerifyOptions,
  print: (text: string) => void,
): Promise<ExitCode> {
  const check = publicKey === undefined ? null : await openPublicKey(publicKey)
  const saved = await createRunStore(out).find(run)
  const entries = await entriesOfRun(saved)
  const deviations = await verifyRun(saved, entries)
  for (const { path, what } of deviations) print(`${what.padEnd(9)} ${path}\n`)
  const signature = await verifySignature(saved, entries, check)
  print(
    deviations.length === 0
      ? `Run ${saved.runId}: ${wordFor(entries.length, 'its one file is', `all ${entries.length} files are`)} as its manifest says.\n`
      : `Run ${saved.runId}: ${deviations.length} of its files are not as its manifest says.\n`,
  )
  print(signatureWords[signature])
  const isSigned = signature !== 'wrong' && signature !== 'missing'
  if (deviations.length > 0) return exitCodes.nothingPublished
  const figures = await figuresHold(saved, print)
  return isSigned ? figures : exitCodes.nothingPublished
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

const signatureWords: Record<SignatureState, string> = {
  good: 'Its manifest bears a good signature of that key.\n',
  wrong: 'Its signature, run.json.sig, is not one of that key over this manifest.\n',
  missing: 'It bears no signature (run.json.sig is missing).\n',
  unchecked: 'It bears a signature, which was not checked: name the key with --public-key.\n',
  none: '',
}
