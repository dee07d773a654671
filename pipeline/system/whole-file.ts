import { randomBytes } from 'node:crypto'
import { closeSync, constants, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { sweepLeftOvers } from './left-overs.js'

/**
 * Puts a text in the place of a file by one rename: nobody ever reads half of it, and a link that stands there is
 * replaced, never followed. Drafts of it that killed processes left are swept. Throws what the disk says.
 */
export function writeWholeFile(path: string, text: string, mode = 0o644): void {
  const [folder, prefix] = [dirname(path), `.${basename(path)}.draft-`]
  sweepLeftOvers(folder, (name) => name.startsWith(prefix) && /^[0-9a-f]{8}$/.test(name.slice(prefix.length)))
  const draft = join(folder, prefix + randomBytes(4).toString('hex'))
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW
  try {
    const file = openSync(draft, flags, mode)
    try {
      writeFileSync(file, text)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(draft, path)
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  }
}
