import type { Config, Format } from '../config/config.js'
import type { Artifact } from '../model/artifact.js'
import { sha256 } from '../model/digest.js'
import { Failure } from '../model/failure.js'
import { compareText } from '../model/place.js'
import type { TemplateFolder } from '../model/ports.js'
import type { Report } from '../model/report.js'
import type { FileEntry, RendererOutcome } from '../model/run-manifest.js'
import type { PreparedReport } from './prepare-report.js'
import type { RunNeeds } from './run-plan.js'

export interface RenderedReports {
  files: Artifact[]
  outcomes: RendererOutcome[]
}

/** A renderer's files, and what a reader should know of how they were made. */
interface Rendered {
  files: Artifact[]
  notes: string[]
}
type Renderer = (
  report: Report,
  prepared: PreparedReport,
  config: Config,
  needs: RunNeeds,
) => Promise<Rendered>

/** The closed table of renderers. Each is loaded when used: exceljs and puppeteer alone cost 300 ms at start. */
const renderers: Record<Format, Renderer> = {
  csv: async (report, { tables }, config) => {
    const { renderCsv } = await import('../render/csv/index.js')
    const options = { delimiter: config.csvDelimiter, bom: config.csvBom }
    return { files: renderCsv(report, tables, options), notes: [] }
  },
  xlsx: async (report, { name, tables, workbook, fill }, config) => {
    const { renderXlsx } = await import('../render/xlsx/index.js')
    const options = { name, paper: config.paper }
    return { files: [await renderXlsx(report, { tables, workbook }, fill, options)], notes: [] }
  },
  pdf: async (report, { template }, config, needs) => {
    const { renderPdf } = await import('../render/pdf/index.js')
    const printer = await needs.openPrinter()
    const { path, bytes, notes } = await renderPdf(report, template, { printer }, { paper: config.paper })
    return { files: [{ path, bytes }], notes }
  },
  navigator: async (report) => {
    const { renderNavigator } = await import('../render/navigator/index.js')
    return { files: renderNavigator(report), notes: [] }
  },
  sarif: async (report) => {
    const { renderSarif } = await import('../render/sarif/index.js')
    const { file, notes } = renderSarif(report)
    return { files: [file], notes }
  },
  junit: async (report) => {
    const { renderJunit } = await import('../render/junit/index.js')
    return { files: [renderJunit(report)], notes: [] }
  },
  markdown: async (report) => {
    const { renderMarkdown } = await import('../render/markdown/index.js')
    return { files: [renderMarkdown(report)], notes: [] }
  },
  oscal: async (report) => {
    const { renderOscal } = await import('../render/oscal/index.js')
    return { files: [renderOscal(report)], notes: [] }
  },
}

/** Formats of the run itself: the same whatever the reports, and made with the first of them alone. */
const ofRun: ReadonlySet<Format> = new Set(['csv', 'navigator', 'sarif', 'junit', 'markdown', 'oscal'])

/**
 * Every report in every format. One that fails names its reason and does not stop the others.
 * CSV files and the formats of other tools come once, with the first report: they are the same for all.
 */
export async function renderReports(
  report: Report,
  prepared: readonly PreparedReport[],
  config: Config,
  needs: RunNeeds,
): Promise<RenderedReports> {
  const progress = needs.progress.start('render', prepared.length * config.format.length)
  const result: RenderedReports = { files: [], outcomes: [] }
  for (const each of prepared) {
    for (const format of config.format) {
      if (ofRun.has(format) && each !== prepared[0]) continue
      needs.signal.throwIfAborted()
      const outcome = {
        report: each.name,
        format,
        state: 'rendered' as const,
        reason: null,
        remedy: null,
      }
      try {
        const { files, notes } = await renderers[format](report, each, config, needs)
        result.files.push(...files)
        result.outcomes.push({ ...outcome, notes })
      } catch (error) {
        needs.signal.throwIfAborted()
        result.outcomes.push({ ...outcome, state: 'failed', ...whyOf(error, needs), notes: [] })
      }
      progress.advance(1, `${each.name}.${format}`)
    }
  }
  const made = result.outcomes.filter(({ state }) => state === 'rendered').map(({ format }) => format)
  progress.done(made.length === 0 ? 'nothing could be made' : made.join(', '))
  return result
}

/** Why a renderer failed. A bug of ours costs its own format and no other; its trace goes to the log. */
function whyOf(error: unknown, needs: RunNeeds): { reason: string; remedy: string } {
  if (error instanceof Failure) return { reason: error.message, remedy: error.remedy }
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error)
  needs.log.warn('renderer-bug', trace)
  const reason = error instanceof Error ? error.message : String(error)
  return {
    reason: `a bug of ${needs.tool.name} ${needs.tool.version}: ${reason}`,
    remedy: 'Please report it with the lines in the log.',
  }
}

/** The files of the templates as the manifest lists them. */
export function templateEntries(templates: readonly TemplateFolder[]): FileEntry[] {
  return templates
    .flatMap(({ name, files }) =>
      [...files].map(([path, content]) => {
        const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
        return { path: `${name}/${path}`, bytes: bytes.length, sha256: sha256(bytes) }
      }),
    )
    .sort((a, b) => compareText(a.path, b.path))
}
