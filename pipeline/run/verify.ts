import { sha256, sha256OfPieces } from '../model/digest.js'
import type { RunManifest } from '../model/run-manifest.js'
import type { RunEntry, SavedRun } from '../model/run-store.js'
import { manifestBytes, signatureFile } from './manifest.js'
import { readManifest } from './read-artifact.js'

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
    if (!unlisted.has(path) && !listed.has(path)) deviations.push({ path, what: 'extra' })
  if (there.get('run.json') !== true || !(await isWhole(run, manifest))) {
    deviations.push({ path: 'run.json', what: 'different' })
  }
  for (const [path, hash] of listed) {
    const isFile = there.get(path)
    if (isFile === false || (isFile === true && (await sha256OfPieces(run.pieces(path))) !== hash)) {
      deviations.push({ path, what: 'different' })
    }
  }
  return deviations
}

/** Files that a manifest cannot list: itself, and its signature. */
const unlisted: ReadonlySet<string> = new Set(['run.json', signatureFile])

/** What became of a signature: checked, not asked about, or not as it was asked for. */
export type SignatureState = 'good' | 'wrong' | 'missing' | 'unchecked' | 'none'

/** Looks at the signature beside the manifest; `check` is that of the key it must be of, null where none was named. */
export async function verifySignature(
  run: SavedRun,
  entries: readonly RunEntry[],
  check: ((bytes: Uint8Array, signature: Uint8Array) => boolean) | null,
): Promise<SignatureState> {
  const found = entries.find(({ path }) => path === signatureFile)
  if (check === null) return found === undefined ? 'none' : 'unchecked'
  if (found === undefined) return 'missing'
  if (!found.isFile) return 'wrong'
  return check(await run.read('run.json'), await run.read(signatureFile)) ? 'good' : 'wrong'
}

/** Whether the manifest's bytes are the ones that its own digest was made of. */
async function isWhole(run: SavedRun, manifest: RunManifest): Promise<boolean> {
  return sha256(await run.read('run.json')) === sha256(manifestBytes(manifest))
}
