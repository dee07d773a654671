import { lstatSync, type Stats } from 'node:fs'
import { basename } from 'node:path'
import Database from 'libsql'
import { Failure } from '../model/failure.js'

/**
 * Opens the SQLite file at `path`, made if it is not there; SQLite itself would follow a link to wherever it leads, and take a
 * pipe for a file. A {@link Failure} where one stands there, or a folder. Local disks only.
 *
 * @param timeoutMs how long to wait for others who hold the file
 */
export function openDatabase(path: string, timeoutMs = 0): Database.Database {
  refuseLink(path)
  if (found(path)?.isFile() === false) throw inTheWay(path)
  try {
    return new Database(path, { timeout: timeoutMs })
  } catch (cause) {
    // The driver's own words, with no code, are those of its innards.
    throw Object.assign(new Error(`${basename(path)} cannot be opened`, { cause }), {
      code: 'SQLITE_CANTOPEN',
    })
  }
}

/** A {@link Failure} where a symbolic link stands: whoever planted it must not be able to make us write elsewhere. */
export function refuseLink(path: string): void {
  if (found(path)?.isSymbolicLink() !== true) return
  throw new Failure(
    `${basename(path)} in the output folder is a symbolic link, which is not followed.`,
    'Remove the link, or name the folder that is meant with --out.',
  )
}

/** What stands there, be it a link; undefined where nothing does, or nobody can tell: then it cannot be opened either. */
function found(path: string): Stats | undefined {
  try {
    return lstatSync(path)
  } catch {
    return undefined
  }
}

function inTheWay(path: string): Failure {
  return new Failure(
    `${basename(path)} in the output folder is no regular file.`,
    'Move it elsewhere, or name another folder with --out.',
  )
}
