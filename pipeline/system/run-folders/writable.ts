import { errorCode } from '../../model/error-text.js'
import { Failure } from '../../model/failure.js'

/** Says in one sentence what keeps the output folder from being written to. */
export async function writable<Result>(out: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (cause) {
    const code = errorCode(cause) ?? 'unknown error'
    const full = code === 'ENOSPC' || code === 'EDQUOT'
    throw new Failure(
      full
        ? `There is no space left for the run in ${out}.`
        : `The output folder ${out} could not be written to (${code}).`,
      full
        ? 'Free some space, or name another folder with --out.'
        : 'Check its rights, or name another folder with --out.',
      { cause },
    )
  }
}
