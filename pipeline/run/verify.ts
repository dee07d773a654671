import { sha256 } from '../model/digest.js'
import type { RunEntry, SavedRun } from '../model/ports.js'
import type { RunManifest } from '../model/run-manifest.js'
import { readManifest } from './artifacts.js'
import { manifestBytes } from './manifest.js'

/** One way in which a run folder is not what its manifest says. */
export interface Deviation {
  path: string
  what: 'missing' | 'extra' | 'different'
}

/**
 * Compares a run folder with its manifest: the hash of every file, and the manifest with its own digest.
 * `entries` is what stands in the folder; links and the like are never read.
 */
export async function verifyRun(run: SavedRun, entries: readonly RunEntry[]): Promise<Deviation[]> {
  const manifest = await readManifest(run)
  const listed = new Map(manifest.outputs.map((entry) => [entry.path, entry.sha256]))
  const there = new Map(entries.map((entry) => [entry.path, entry.isFile]))
  const deviations: Deviation[] = []
  for (const path of listed.keys()) if (!there.has(path)) deviations.push({ path, what: 'missing' })
  for (const path of there.keys())
    if (path !== 'run.json' && !listed.has(path)) deviations.push({ path, what: 'extra' })
  if (there.get('run.json') !== true || !(await isWhole(run, manifest))) {
    deviations.push({ path: 'run.json', what: 'different' })
  }
  for (const [path, hash] of listed) {
    const isFile = there.get(path)
    if (isFile === false || (isFile === true && sha256(await run.read(path)) !== hash)) {
      deviations.push({ path, what: 'different' })
    }
  }
  return deviations
}

/** Whether the manifest's bytes are the ones that its own digest was made of. */
async function isWhole(run: SavedRun, manifest: RunManifest): Promise<boolean> {
  return sha256(await run.read('run.json')) === sha256(manifestBytes(manifest))
}
