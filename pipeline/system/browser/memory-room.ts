import { readFile } from 'node:fs/promises'

/**
 * Memory that programs may still take here, in bytes: what Linux deems available, or less where the control group sets a
 * limit (cgroup v2 or v1). Null where the system does not say.
 */
export async function memoryRoom(read = textOf): Promise<number | null> {
  const [, kilobytes] = /^MemAvailable:\s+(\d+) kB$/m.exec(await read('/proc/meminfo')) ?? []
  const limits = await Promise.all(
    ['/sys/fs/cgroup/memory.max', '/sys/fs/cgroup/memory/memory.limit_in_bytes'].map(read),
  )
  const known = [
    ...(kilobytes === undefined ? [] : [Number(kilobytes) * 1024]),
    ...limits.filter((text) => /^\d+\s*$/.test(text)).map(Number),
  ]
  return known.length === 0 ? null : Math.min(...known)
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch {
    return ''
  }
}
