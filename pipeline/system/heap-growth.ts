import { setFlagsFromString } from 'node:v8'

/** Releases of Node that were found to heed these settings in a process that runs. */
export const measuredMajors: ReadonlySet<number> = new Set([20, 22, 24])

/**
 * How V8 is to hold the memory of a program that mostly waits: to collect as soon as a quarter was added to what lives, and not
 * after it doubled; to keep the room for what is young as large as it is when the program has been loaded (4 MB); and to
 * leave the HTTP parser (WebAssembly) as it is compiled at first, since compiling it anew takes 40 MB for a moment.
 */
const thriftySettings = [
  '--heap-growing-percent=25',
  '--semi-space-growth-factor=1',
  '--no-wasm-tier-up',
  '--no-wasm-dynamic-tiering',
]

/**
 * Makes this process take less memory than Node would by itself: a fifth less of a check of 30,000 links, in no more time.
 *
 * For a program, and once it is loaded: the settings are of the whole process, so no library may make them.
 */
export function growSparingly(): void {
  const major = Number.parseInt(process.versions.node, 10)
  if (!measuredMajors.has(major)) return
  for (const setting of thriftySettings) setFlagsFromString(setting)
}
