import { readFileSync, writeFileSync } from 'node:fs'

/**
 * The most memory that this process held at once since it was last asked, in bytes; child processes such as the browser
 * are not in it. Linux can begin the count anew; elsewhere it is the most since the start.
 */
export function takePeakMemory(): number {
  const peak = peakOfLinux() ?? process.resourceUsage().maxRSS * 1024
  try {
    // proc(5): 5 sets the peak resident set size back to what is held now.
    if (process.platform === 'linux') writeFileSync('/proc/self/clear_refs', '5')
  } catch {
    // A kernel that does not let us counts on.
  }
  return peak
}

function peakOfLinux(): number | null {
  if (process.platform !== 'linux') return null
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
    return kilobytes === undefined ? null : Number(kilobytes) * 1024
  } catch {
    return null
  }
}
