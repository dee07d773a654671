import { readdirSync, readFileSync } from 'node:fs'

/** A process as `/proc` tells of it. */
interface ProcessLine {
  id: number
  parent: number
  group: number
  session: number
}

/**
 * The ids of a process that leads a session of its own and of everything that came of it: its descendants, and what was
 * left without a parent but stays in its group or session. Linux alone tells; elsewhere the list is empty.
 */
export function processTree(leader: number): number[] {
  if (process.platform !== 'linux' || leader <= 1) return []
  const lines = processLines()
  const known = new Set(
    lines
      .filter(({ id, group, session }) => id === leader || group === leader || session === leader)
      .map(idOf),
  )
  for (let before = -1; before !== known.size; ) {
    before = known.size
    for (const { id, parent } of lines) if (known.has(parent)) known.add(id)
  }
  return [...known]
}

/**
 * The memory that these processes hold beyond files, in bytes: private pages and shared memory (proc(5), `RssAnon` and
 * `RssShmem`). The program's own text, which all of a browser's processes share, would else be counted with each.
 */
export function heldMemory(ids: readonly number[]): number {
  return ids.reduce((sum, id) => sum + memoryOf(id), 0)
}

/** Ends a browser and all that came of it, at once. Does nothing where it is gone. */
export function killTree(leader: number): void {
  if (leader <= 1) return // 0 and -1 would mean ourselves, and everybody
  const ids = processTree(leader)
  kill(process.platform === 'win32' ? leader : -leader)
  for (const id of ids) kill(id)
}

/**
 * Ends what was started with this home folder, which no two browsers share: where a start fails, nobody tells the process
 * that it began with, and a wrapper script may have ended before what it started.
 */
export function killAtHome(home: string): void {
  if (process.platform !== 'linux') return
  for (const { id } of processLines()) {
    if (textOf(`/proc/${id}/environ`).split('\0').includes(`HOME=${home}`)) kill(id)
  }
}

function kill(id: number): void {
  try {
    process.kill(id, 'SIGKILL')
  } catch {
    // It is gone already.
  }
}

function processLines(): ProcessLine[] {
  return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (lineOf(name) ?? []) : []))
}

/** proc(5): the name, in brackets, may hold anything; after it come state, parent, group, session. */
function lineOf(id: string): ProcessLine | null {
  const text = textOf(`/proc/${id}/stat`)
  const [, parent, group, session] = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number)
  if (parent === undefined || group === undefined || session === undefined) return null
  return { id: Number(id), parent, group, session }
}

function memoryOf(id: number): number {
  const kilobytes = [...textOf(`/proc/${id}/status`).matchAll(/^Rss(?:Anon|Shmem):\s+(\d+) kB$/gm)]
  return kilobytes.reduce((sum, [, count]) => sum + Number(count) * 1024, 0)
}

const idOf = ({ id }: ProcessLine) => id

/** Empty where the process has ended meanwhile. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
