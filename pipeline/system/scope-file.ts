import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { exitCodes, Failure } from '../model/failure.js'
import type { NamedFile } from '../model/ports.js'

/** A layer of all of ATT&CK is half a megabyte; whatever is this large is something else. */
const largestBytes = 64 * 1024 * 1024

/**
 * The file of an ATT&CK Navigator layer.
 *
 * @throws {Failure} (exit 3) where it is not there, cannot be read, or is larger than 64 MiB
 */
export async function readScopeFile(path: string): Promise<NamedFile> {
  const name = basename(path)
  const unreadable = (why: string, cause?: unknown) =>
    new Failure(`The scope layer ${name} ${why}.`, 'Check the path given with --scope.', {
      exitCode: exitCodes.usage,
      ...(cause === undefined ? {} : { cause }),
    })
  try {
    const info = await stat(path)
    if (!info.isFile() || info.size > largestBytes) throw unreadable('is no file, or larger than 64 MiB')
    return { name, bytes: await readFile(path) }
  } catch (cause) {
    throw cause instanceof Failure ? cause : unreadable('could not be read', cause)
  }
}
