import { lstatSync } from 'node:fs'
import { basename } from 'node:path'
import Database from 'libsql'
import { Failure } from '../model/failure.js'

/**
 * Opens the SQLite file at `path`, made if it is not there; SQLite itself would follow a link to wherever it leads. A
 * {@link Failure} where one stands there. Local disks only.
 *
 * @param timeoutMs how long to wait for others who hold the file
 */
export function openDatabase(path: string, timeoutMs = 0): Database.Database {
  refuseLink(path)
  return new Database(path, { timeout: timeoutMs })
}

/** A {@link Failure} where a symbolic link stands: whoever planted it must not be able to make us write elsewhere. */
export function refuseLink(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return
  throw new Failure(
    `${basename(path)} in the output folder is a symbolic link, which is not followed.`,
    'Remove the link, or name the folder that is meant with --out.',
  )
}
