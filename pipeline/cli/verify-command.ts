import { type ExitCode, exitCodes } from '../model/failure.js'
import { type SignatureState, verifyRun, verifySignature } from '../run/verify.js'
import { createRunStore, entriesOfRun } from '../system/run-folders.js'
import { openPublicKey } from '../system/signing.js'

/** What `verify` was asked for beside the run. */
export interface VerifyOptions {
  out: string
  /** File of the key that must have signed the run. */
  publicKey?: string
}

/**
 * Compares a run folder with its manifest, file by file, and where a key is named the manifest with its signature.
 * Exit code 1 where anything differs.
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
      ? `Run ${saved.runId}: all ${entries.length} files are as its manifest says.\n`
      : `Run ${saved.runId}: ${deviations.length} of its files are not as its manifest says.\n`,
  )
  print(signatureWords[signature])
  const isSigned = signature !== 'wrong' && signature !== 'missing'
  return deviations.length === 0 && isSigned ? exitCodes.done : exitCodes.nothingPublished
}

const signatureWords: Record<SignatureState, string> = {
  good: 'Its manifest bears a good signature of that key.\n',
  wrong: 'Its signature, run.json.sig, is not one of that key over this manifest.\n',
  missing: 'It bears no signature (run.json.sig is missing).\n',
  unchecked: 'It bears a signature, which was not checked: name the key with --public-key.\n',
  none: '',
}
