import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'

const { O_NOFOLLOW, O_NONBLOCK, O_RDONLY } = constants

/**
 * Opens a regular file with these flags, never through a link and without waiting: a pipe that nobody holds the other end of
 * would keep us for ever. Throws what the disk says, and where something else stands there.
 */
export function openPlainFile(path: string, flags: number): number {
  const file = openSync(path, flags | O_NOFOLLOW | O_NONBLOCK, 0o644)
  if (fstatSync(file).isFile()) return file
  closeSync(file)
  throw new Error('it is no regular file')
}

/** The first bytes of a regular file as text. Throws as above. */
export function readPlainFile(path: string, maxBytes: number): string {
  const file = openPlainFile(path, O_RDONLY)
  try {
    const bytes = Buffer.alloc(maxBytes)
    return bytes.toString('utf8', 0, readSync(file, bytes))
  } finally {
    closeSync(file)
  }
}
