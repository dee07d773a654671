import { sha256 } from '../model/digest.js'
import type { SavedRun } from '../model/ports.js'
import { readManifest } from './artifacts.js'

/** One way in which a run folder is not what its manifest says. */
export interface Deviation {
  path: string
  what: 'missing' | 'extra' | 'different'
}

/** Recomputes the hash of every file of a run folder; `files` are the paths that are there. */
export async function verifyRun(run: SavedRun, files: readonly string[]): Promise<Deviation[]> {
  const manifest = await readManifest(run)
  const listed = new Map(manifest.outputs.map((entry) => [entry.path, entry.sha256]))
  const there = new Set(files)
  const missing = [...listed.keys()].filter((path) => !there.has(path))
  const extra = files.filter((path) => path !== 'run.json' && !listed.has(path))
  const deviations: Deviation[] = [
    ...missing.map((path) => ({ path, what: 'missing' as const })),
    ...extra.map((path) => ({ path, what: 'extra' as const })),
  ]
  for (const [path, hash] of listed) {
    if (there.has(path) && sha256(await run.read(path)) !== hash) deviations.push({ path, what: 'different' })
  }
  return deviations
}
