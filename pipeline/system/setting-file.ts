import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { exitCodes, Failure } from '../model/failure.js'
import type { NamedFile, SettingFile } from '../model/ports.js'

/** What each setting's file is called, and the size beyond which it is something else, in bytes. */
const kinds: Record<SettingFile, { words: string; mostMebibytes: number }> = {
  scope: { words: 'scope layer', mostMebibytes: 64 },
  decisions: { words: 'decisions file', mostMebibytes: 256 },
  reconcile: { words: 'outside table', mostMebibytes: 64 },
}

/**
 * A file that a setting names.
 *
 * @throws {Failure} (exit 3) where it is not there, is no file, cannot be read or is too large
 */
export async function readSettingFile(setting: SettingFile, path: string): Promise<NamedFile> {
  const { words, mostMebibytes } = kinds[setting]
  const name = basename(path)
  const unreadable = (why: string, cause?: unknown) =>
    new Failure(`The ${words} ${name} ${why}.`, `Check the path given with --${setting}.`, {
      exitCode: exitCodes.usage,
      ...(cause === undefined ? {} : { cause }),
    })
  try {
    const info = await stat(path)
    if (!info.isFile()) throw unreadable('is no file')
    if (info.size > mostMebibytes * 2 ** 20) throw unreadable(`is larger than ${mostMebibytes} MiB`)
    return { name, bytes: await readFile(path) }
  } catch (cause) {
    throw cause instanceof Failure ? cause : unreadable('could not be read', cause)
  }
}
