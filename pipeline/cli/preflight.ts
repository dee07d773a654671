import type { Config } from '../config/config.js'
import { Failure } from '../model/failure.js'
import type { Log } from '../model/ports.js'
import type { RunNeeds, RunPlan } from '../run/index.js'
import { readManifest } from '../run/read-artifact.js'
import { freeBytes, networkDisk, probeOutputFolder } from '../system/output-probe.js'
import type { World } from './world.js'

/**
 * Finds what can be known before hours of work: a Failure where nothing could be published (no rights, no space); a
 * warning where something would be missing at the end (no browser for the PDF) or might be (little space).
 */
export async function preflight(
  { stages }: Pick<RunPlan, 'stages'>,
  config: Config,
  { needs, browserFault }: Pick<World, 'needs' | 'browserFault'>,
): Promise<void> {
  const fault = await probeOutputFolder(config.out)
  if (fault !== null) throw unwritable(config.out, fault)
  await assertSpace(config.out, needs)
  await warnOfNetwork(config.out, needs.log)
  // A run that only renders meets its browser soon enough.
  if (!stages.includes('render') || stages.length === 1 || !config.format.includes('pdf')) return
  const missing = await browserFault()
  if (missing !== null) warnOfBrowser(missing, needs.log)
}

/** A run is about as large as the one before it; where not even that fits, it would only fail later. */
async function assertSpace(out: string, { store, log }: Pick<RunNeeds, 'store' | 'log'>): Promise<void> {
  const free = await freeBytes(out)
  const needed = await sizeOfLastRun(store)
  if (free === null || needed === null || free >= 2 * needed) return
  const words = `${sizeText(free)} free in ${out}, and the last run took ${sizeText(needed)}`
  if (free < needed) throw new Failure(`There is too little space: ${words}.`, spaceRemedy)
  log.warn('little-space', `There is little space: ${words}. ${spaceRemedy}`, { free, needed })
}

/** Locks and memory are SQLite files: a network disk may keep neither, and tells nobody. */
async function warnOfNetwork(out: string, log: Log): Promise<void> {
  const disk = await networkDisk(out)
  if (disk === null) return
  const sentence = `The output folder ${out} is on a network disk (${disk}), where lock and memory are not safe`
  log.warn('network-disk', `${sentence}. Write to a local disk and have runs copied with --copy-to.`, {
    disk,
  })
}

const spaceRemedy = 'Free some space, let --keep-runs remove old runs, or name another folder with --out.'

async function sizeOfLastRun(store: RunNeeds['store']): Promise<number | null> {
  const [last] = await store.newestFirst()
  const manifest = last && (await readManifest(last).catch(() => null))
  return manifest ? manifest.outputs.reduce((sum, { bytes }) => sum + bytes, 0) : null
}

function sizeText(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}

function unwritable(out: string, code: string): Failure {
  return code === 'ENOSPC' || code === 'EDQUOT'
    ? new Failure(`There is no space left for a run in ${out}.`, spaceRemedy)
    : new Failure(
        `The output folder ${out} could not be written to (${code}).`,
        'Check its rights, or name another folder with --out.',
      )
}

function warnOfBrowser({ message, remedy }: Failure, log: Log): void {
  const sentence =
    'The PDF will be missing, everything else will be made and the run will end with exit code 4'
  log.warn('no-browser', `${sentence}: ${message}. To have it, ${remedy}.`)
}
