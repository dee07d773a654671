import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { exitCodes, Failure } from '../model/failure.js'

/** Files beyond it are no work of people's hands; in bytes. */
const mostBytes = 256 * 1024 * 1024

/**
 * Reads a file of decisions, whatever its form.
 *
 * @throws {Failure} (exit 3) where there is no such file, it is none, or it is too large
 */
export async function readDecisionsFile(path: string): Promise<{ name: string; bytes: Uint8Array }> {
  const name = basename(path)
  const unreadable = (why: string, cause?: unknown) =>
    new Failure(`The decisions file ${name} ${why}.`, 'Check the path given with --decisions.', {
      exitCode: exitCodes.usage,
      cause,
    })
  const file = await open(path).catch((cause: unknown) => {
    throw unreadable('could not be opened', cause)
  })
  try {
    const stats = await file.stat()
    if (!stats.isFile()) throw unreadable('is no file')
    if (stats.size > mostBytes) throw unreadable('is larger than 256 MiB')
    return { name, bytes: await file.readFile() }
  } catch (cause) {
    throw cause instanceof Failure ? cause : unreadable('could not be read', cause)
  } finally {
    await file.close()
  }
}
