import { type ExitCode, exitCodes } from '../model/failure.js'
import type { RunManifest } from '../model/run-manifest.js'
import { readManifest } from '../run/artifacts.js'
import { createRunStore, runsNewestFirst } from '../system/run-folders.js'

/** Lists the published runs, newest first; a folder without a readable manifest is shown as such. */
export async function historyCommand(out: string, print: (text: string) => void): Promise<ExitCode> {
  const store = createRunStore(out)
  const runs = await Promise.all(
    (await runsNewestFirst(out)).map(async (runId) => ({ runId, manifest: await manifestOf(store, runId) })),
  )
  if (runs.length === 0) {
    print(`There is no run in ${out}.\n`)
    return exitCodes.done
  }
  const width = Math.max(...runs.map(({ runId }) => runId.length))
  for (const { runId, manifest } of runs) print(`${runId.padEnd(width)}  ${describe(manifest)}\n`)
  return exitCodes.done
}

async function manifestOf(
  store: ReturnType<typeof createRunStore>,
  runId: string,
): Promise<RunManifest | null> {
  try {
    return await readManifest(await store.find(runId))
  } catch {
    return null
  }
}

function describe(manifest: RunManifest | null): string {
  if (manifest === null) return 'no readable manifest'
  const rendered = manifest.stages.includes('render')
  const state = manifest.complete
    ? 'complete'
    : rendered
      ? 'incomplete'
      : `only ${manifest.stages.join(', ')}`
  const counts = manifest.counts.techniques === undefined ? '' : `, ${manifest.counts.techniques} techniques`
  const from = manifest.derivedFrom === null ? '' : `, from ${manifest.derivedFrom}`
  return `${manifest.startedAt}  ${state}${counts}${keyFigures(manifest)}${from}  ${manifest.corpus?.location ?? ''}`
}

/** What the report of a run came to; nothing where its manifest keeps no figures. */
function keyFigures({ figures }: RunManifest): string {
  if (figures === undefined) return ''
  const { verified, lost, gaps, policyId, policyDigest } = figures
  return `, ${verified} verified, ${lost} lost, ${gaps} gaps by ${policyId} ${policyDigest.slice(0, 8)}`
}
