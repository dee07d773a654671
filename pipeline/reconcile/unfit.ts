import { exitCodes, Failure } from '../model/failure.js'

/** The Failure (exit 3) for a file that nothing can be held against. */
export function unfit(file: string, why: string, cause?: unknown): Failure {
  return new Failure(
    `Nothing can be held against ${file}: ${why}.`,
    'Give --reconcile a JSON list of objects or a CSV file with a header row, one row for each technique: its ATT&CK id in a column "techID" or "technique_id", and a column of counts for each source.',
    { exitCode: exitCodes.usage, cause },
  )
}
