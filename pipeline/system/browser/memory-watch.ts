import { heldMemory, killTree, processTree } from './process-tree.js'

/** Looks at what a browser holds until it is told to stop. */
export interface MemoryWatch {
  /** The most that was seen so far, in bytes. */
  readonly peakBytes: number
  /** True once the browser was ended for holding more than it may. */
  readonly isExceeded: boolean
  stop(): void
}

const intervalMs = 250

/** Whether this system tells what the processes of a browser hold. */
export const memoryIsWatched = process.platform === 'linux'

/**
 * Ends a browser with all its processes once they hold more than `limitBytes` together.
 *
 * Looking at them is what works: Chromium reserves address space by the terabyte, so `RLIMIT_AS` stops it at its start; a
 * limit for one process says nothing of their sum; a control group needs rights that few have.
 */
export function watchMemory(leader: number, limitBytes: number): MemoryWatch {
  let peakBytes = 0
  let isExceeded = false
  const look = () => {
    peakBytes = Math.max(peakBytes, heldMemory(processTree(leader)))
    if (peakBytes <= limitBytes) return
    isExceeded = true
    clearInterval(timer)
    killTree(leader)
  }
  const timer = setInterval(look, intervalMs).unref()
  if (!memoryIsWatched) clearInterval(timer)
  return {
    get peakBytes() {
      return peakBytes
    },
    get isExceeded() {
      return isExceeded
    },
    stop: () => clearInterval(timer),
  }
}
