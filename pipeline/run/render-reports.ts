import type { Config, Format } from '../config/config.js'
import type { Artifact } from '../model/artifact.js'
import { sha256 } from '../model/digest.js'
import { errorText } from '../model/error-text.js'
import { Failure } from '../model/failure.js'
import { compareText } from '../model/place.js'
import type { TemplateFolder } from '../model/ports.js'
import type { Report } from '../model/report.js'
import type { MadeBeside } from '../model/row-places.js'
import type { PutFile } from '../model/run-files.js'
import type { FileEntry, RendererOutcome } from '../model/run-manifest.js'
import type { TableDefinitions } from '../render/table/definitions.js'
import { rowPlaces } from '../render/template/row-places.js'
import type { Outputs } from './outputs.js'
import type { PreparedReport } from './prepare-report.js'
import type { RunNeeds } from './run-plan.js'

/** Files that a renderer holds as a whole, and what a reader should know of how they were made. */
interface Rendered {
  files: Artifact[]
  notes: string[]
}

/** A renderer; files that may be large it puts into the run folder itself, piece by piece. */
type Renderer = (
  report: Report,
  prepared: PreparedReport,
  config: Config,
  needs: RunNeeds,
  put: PutFile,
  made: MadeBeside,
) => Promise<Rendered>

/** The closed table of renderers. Each is loaded when used: exceljs and puppeteer alone cost 300 ms at start. */
const renderers: Record<Format, Renderer> = {
  csv: async (report, { tables }, config, _needs, put) => {
    const { renderCsv } = await import('../render/csv/index.js')
    await renderCsv(report, tables, { delimiter: config.csvDelimiter, bom: config.csvBom }, put)
    return { files: [], notes: [] }
  },
  xlsx: async (report, { name, tables, workbook, fill }, config, _needs, put) => {
    const { renderXlsx } = await import('../render/xlsx/index.js')
    await renderXlsx(report, { tables, workbook }, fill, { name, paper: config.paper }, put)
    return { files: [], notes: [] }
  },
  pdf: async (report, { template }, config, needs, _put, made) => {
    const { renderPdf } = await import('../render/pdf/index.js')
    const printer = await needs.openPrinter()
    const { path, bytes, notes } = await renderPdf(
      report,
      template,
      { printer },
      { paper: config.paper, made },
    )
    return { files: [{ path, bytes }], notes }
  },
  html: async (report, { template }, _config, _needs, _put, made) => {
    const { renderHtmlPage } = await import('../render/html/index.js')
    return { files: [renderHtmlPage(report, template, made)], notes: [] }
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
  markdown: async (report, { template }, _config, _needs, _put, made) => {
    const { renderMarkdown } = await import('../render/markdown/index.js')
    return { files: [renderMarkdown(report, rowPlaces(template, made))], notes: [] }
  },
  oscal: async (report) => {
    const { renderOscal } = await import('../render/oscal/index.js')
    return { files: [renderOscal(report)], notes: [] }
  },
}

/** Formats of the run itself: the same whatever the reports, and made with the first of them alone. */
const ofRun: ReadonlySet<Format> = new Set(['csv', 'navigator', 'sarif', 'junit', 'markdown', 'oscal'])

/** One report in one format, and what the run was asked to make beside it. */
interface Job {
  prepared: PreparedReport
  format: Format
  made: MadeBeside
}

/**
 * Every report in every format, put into the run folder as it is made. One that fails names its reason, leaves nothing
 * behind and does not stop the others; a folder that cannot be written to stops all.
 *
 * CSV files are made once, with the tables of all reports: a table is the same whichever report asks for it. So are the
 * formats of other tools, which are about the run. While the browser lays out pages, the other formats are made.
 */
export async function renderReports(
  report: Report,
  prepared: readonly PreparedReport[],
  config: Config,
  needs: RunNeeds,
  outputs: Outputs,
): Promise<RendererOutcome[]> {
  const tables = csvTables(prepared)
  const jobs = prepared.flatMap((each): Job[] => {
    const made = madeBeside(each, tables, config.format)
    return config.format
      .filter((format) => !ofRun.has(format) || each === prepared[0])
      .map((format) => ({ prepared: format === 'csv' ? { ...each, tables } : each, format, made }))
  })
  const progress = needs.progress.start('render', jobs.length)
  const outcomes = new Map<Job, RendererOutcome>()
  const inTurn = async (own: readonly Job[]) => {
    for (const job of own) {
      needs.signal.throwIfAborted()
      outcomes.set(job, await rendered(job, report, config, needs, outputs))
      progress.advance(1, `${job.prepared.name}.${job.format}`)
    }
  }
  const isPrinted = ({ format }: Job) => format === 'pdf'
  const lanes = [jobs.filter(isPrinted), jobs.filter((job) => !isPrinted(job))]
  // Neither lane may write on into a folder that the other has given up.
  const ends = await Promise.allSettled(lanes.map(inTurn))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
  const inOrder = jobs.flatMap((job) => outcomes.get(job) ?? [])
  const made = inOrder.filter(({ state }) => state === 'rendered').map(({ format }) => format)
  progress.done(made.length === 0 ? 'nothing could be made' : made.join(', '))
  return inOrder
}

/** Makes one report in one format; only what is wrong with the folder itself, or a signal, is thrown. */
async function rendered(
  { prepared, format, made }: Job,
  report: Report,
  config: Config,
  needs: RunNeeds,
  outputs: Outputs,
): Promise<RendererOutcome> {
  const outcome = { report: prepared.name, format, reason: null, remedy: null }
  if (format === 'html' && !prepared.hasPage) return { ...outcome, state: 'left-out', notes: [noPageNote] }
  const batch = outputs.begin()
  try {
    const { files, notes } = await renderers[format](report, prepared, config, needs, batch.put, made)
    for (const file of files) await batch.putBytes(file)
    return { ...outcome, state: 'rendered', notes }
  } catch (error) {
    needs.signal.throwIfAborted()
    if (outputs.failure() !== undefined) throw outputs.failure()
    await batch.undo()
    return { ...outcome, state: 'failed', ...whyOf(error, needs), notes: [] }
  }
}

/** The CSV tables of all reports; of two with one name that of the report named first. */
function csvTables(prepared: readonly PreparedReport[]): TableDefinitions {
  const tables: TableDefinitions['tables'] = {}
  for (const [name, table] of prepared.flatMap((each) => Object.entries(each.tables.tables))) {
    if (table.csv && !Object.hasOwn(tables, name)) tables[name] = table
  }
  return { tables }
}

/** By what was asked for: what comes of it is not known while the formats are made. */
function madeBeside(
  { hasPage }: PreparedReport,
  { tables }: TableDefinitions,
  formats: readonly Format[],
): MadeBeside {
  return {
    csvTables: formats.includes('csv') ? Object.keys(tables) : [],
    workbook: formats.includes('xlsx'),
    page: formats.includes('html') && hasPage,
  }
}

const noPageNote = 'the report has no page for browsers (page/page.hbs), so none was made'

/** Why a renderer failed. A bug of ours costs its own format and no other; its trace goes to the log. */
function whyOf(error: unknown, needs: RunNeeds): { reason: string; remedy: string } {
  if (error instanceof Failure) return { reason: error.message, remedy: error.remedy }
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error)
  needs.log.warn('renderer-bug', trace)
  const reason = errorText(error)
  return {
    reason: `a bug of ${needs.tool.name} ${needs.tool.version}: ${reason}`,
    remedy: 'Please report it with the lines in the log.',
  }
}

/** The files of the templates as the manifest lists them. */
export function templateEntries(templates: readonly TemplateFolder[]): FileEntry[] {
  const entries = templates
    .flatMap(({ base, ...own }) => (base === null ? [own] : [own, base]))
    .flatMap(({ name, files }) =>
      [...files].map(([path, content]) => {
        const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
        return { path: `${name}/${path}`, bytes: bytes.length, sha256: sha256(bytes) }
      }),
    )
  // A folder that several reports are laid over is read for each of them.
  const byPath = new Map(entries.map((entry) => [entry.path, entry]))
  return [...byPath.values()].sort((a, b) => compareText(a.path, b.path))
}
