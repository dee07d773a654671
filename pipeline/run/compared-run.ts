import type { ComparedRun } from '../compare/index.js'
import type { SavedRun } from '../model/ports.js'
import type { Report } from '../model/report.js'
import { readArtifact, readManifest } from './artifacts.js'

/** What of a saved run is compared; Failures as for its artifacts. */
export async function comparedRun(run: SavedRun): Promise<ComparedRun> {
  const { tool, settings } = await readManifest(run)
  const scoped = Array.isArray(settings.scope) && settings.scope.length > 0
  return {
    runId: run.runId,
    model: await readArtifact(run, 'model'),
    links: await readArtifact(run, 'links'),
    findings: await readArtifact(run, 'findings'),
    tool,
    scope: scoped ? idsInScope(await readArtifact(run, 'report')) : null,
  }
}

/** Techniques that a report is about; null where it is about all pages. */
export function idsInScope({ scope, techniques }: Report): string[] | null {
  return scope === null ? null : techniques.map(({ id }) => id)
}
