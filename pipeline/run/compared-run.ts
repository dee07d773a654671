import type { ComparedRun } from '../compare/index.js'
import type { SavedRun } from '../model/run-store.js'
import { readArtifact, readComparedReport, readManifest } from './read-artifact.js'

/** What of a saved run is compared; Failures as for its artifacts. */
export async function comparedRun(run: SavedRun): Promise<ComparedRun> {
  return {
    runId: run.runId,
    model: await readArtifact(run, 'model'),
    links: await readArtifact(run, 'links'),
    findings: await readArtifact(run, 'findings'),
    report: await readComparedReport(run),
    tool: (await readManifest(run)).tool,
  }
}
