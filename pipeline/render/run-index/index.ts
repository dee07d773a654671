import type { TemplateFolder } from '../../model/ports.js'
import { compileTemplate } from '../template/compile-template.js'
import { pageFile, type ReportTemplate } from '../template/report-template.js'
import { pageAssets, sealedPage } from '../template/sealed-page.js'
import { type ListedRun, type RunIndexView, runIndexView } from './run-index-view.js'

export type { ListedRun } from './run-index-view.js'

/**
 * The page that lists the runs, newest first, with their key figures and links to their files.
 *
 * Its colours are those of the report's page, unless the folder has its own.
 *
 * Pure: the same manifests give the same bytes, in whatever order they are handed over.
 *
 * @throws {Failure} (exit 3) when the template is wrong, with its file and line
 */
export function renderRunIndex(runs: readonly ListedRun[], folder: TemplateFolder): Uint8Array {
  const template = withColours(folder)
  const render = compileTemplate<RunIndexView>(template, pageFile)
  const html = sealedPage(render(runIndexView(runs)), template, pageAssets(template))
  return new TextEncoder().encode(html)
}

const coloursFile = 'page/colours.css'

/** Of the folder that all are laid over this page has the colours alone: it is no report. */
function withColours({ name, files, base }: TemplateFolder): ReportTemplate {
  const colours = files.get(coloursFile) ?? base?.files.get(coloursFile)
  return { name, files: colours === undefined ? files : new Map([...files, [coloursFile, colours]]) }
}
