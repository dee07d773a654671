import { trim } from './disk.js'

/** The folder that clones are kept in, and how much of the disk all of them may take. */
export interface Room {
  folder: string
  maxBytes: number
  /** Folder names of the clones that this run uses. */
  used: ReadonlySet<string>
}

/** There is no room for what a server sends. */
export class NoRoom extends Error {
  override readonly name = 'NoRoom'
}

/** How often the disk is looked at while something comes in. */
const lookMs = 1_000

/**
 * Does what takes room, and stops it when there is no more: then clones that nobody uses make place first. Throws a
 * {@link NoRoom} where that is not enough.
 */
export async function withinRoom(
  room: Room,
  work: (signal: AbortSignal) => Promise<void>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const stopper = new AbortController()
  const look = async () => {
    const taken = await trim(room.folder, room.maxBytes, room.used)
    if (taken > room.maxBytes)
      stopper.abort(new NoRoom('the clones that are kept take all the room they may'))
  }
  await look()
  const timer = setInterval(() => void look().catch(() => undefined), lookMs)
  try {
    const signals = signal === undefined ? [stopper.signal] : [stopper.signal, signal]
    const either = AbortSignal.any(signals)
    either.throwIfAborted()
    await work(either)
  } finally {
    clearInterval(timer)
  }
}
