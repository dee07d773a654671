import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { exitCodes, Failure } from '../model/failure.js'

/** Files larger than that are no settings; they are refused rather than read into memory. */
const mostBytes = 64 * 1024 * 1024

/**
 * A file that a setting names, with its name without its folder.
 *
 * @throws {Failure} (exit 3) where it cannot be read or is larger than 64 MiB
 */
export async function readSettingFile(
  path: string,
  option: string,
): Promise<{ name: string; bytes: Uint8Array }> {
  const name = basename(path)
  const refuse = (why: string, cause?: unknown) =>
    new Failure(`The file ${name} ${why}.`, `Check the path given with ${option}.`, {
      exitCode: exitCodes.usage,
      cause,
    })
  const unreadable = (cause: unknown) => {
    throw refuse('could not be read', cause)
  }
  const { size } = await stat(path).catch(unreadable)
  if (size > mostBytes) throw refuse('is larger than 64 MiB')
  return { name, bytes: await readFile(path).catch(unreadable) }
}
