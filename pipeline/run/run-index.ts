import { errorText } from '../model/error-text.js'
import type { TemplateFolder } from '../model/ports.js'
import { readManifest } from './read-artifact.js'
import type { RunNeeds } from './run-plan.js'

/**
 * Writes the page that lists the runs anew, from the manifests of those that are there.
 *
 * It is a convenience beside the runs: whatever goes wrong with it is said in the log, and costs no run.
 */
export async function rebuildRunIndex(needs: RunNeeds): Promise<void> {
  try {
    const { renderRunIndex } = await import('../render/run-index/index.js')
    const template: TemplateFolder = await needs.readTemplates('index')
    const runs = await Promise.all(
      (await needs.store.newestFirst()).map(async (run) => ({
        runId: run.runId,
        manifest: await readManifest(run).catch(() => null),
      })),
    )
    await needs.store.writeIndex(renderRunIndex(runs, template))
  } catch (error) {
    const why = errorText(error)
    needs.log.warn('run-index', `The list of runs, index.html, could not be made: ${why}`)
  }
}
