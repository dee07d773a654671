import { compileTemplate } from '../template/compile-template.js'
import { pageFile, type ReportTemplate } from '../template/report-template.js'
import { pageAssets, sealedPage } from '../template/sealed-page.js'
import { type ListedRun, type RunIndexView, runIndexView } from './run-index-view.js'

export type { ListedRun } from './run-index-view.js'

/**
 * The page that lists the runs, newest first, with their key figures and links to their files.
 *
 * Pure: the same manifests give the same bytes, in whatever order they are handed over.
 *
 * @throws {Failure} (exit 3) when the template is wrong, with its file and line
 */
export function renderRunIndex(runs: readonly ListedRun[], template: ReportTemplate): Uint8Array {
  const render = compileTemplate<RunIndexView>(template, pageFile)
  const html = sealedPage(render(runIndexView(runs)), template, pageAssets(template))
  return new TextEncoder().encode(html)
}
