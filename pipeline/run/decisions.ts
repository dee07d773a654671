import { knownHeadings, type ReportColumn, readDecisions } from '../decisions/index.js'
import type { Decisions } from '../model/report.js'
import { csvHeader } from '../render/table/definitions.js'
import type { PreparedReport } from './prepare-report.js'
import type { RunNeeds, RunPlan } from './run-plan.js'

/**
 * The decisions that the settings name, or null where they name none or nothing is assessed.
 *
 * Headings are those of the program and of the reports that are made: a team that renamed a column in its template
 * reads it back.
 *
 * @throws {Failure} (exit 3) where the file cannot be read as one
 */
export async function decisionsOf(
  { config, stages }: RunPlan,
  needs: Pick<RunNeeds, 'readSettingFile'>,
  prepared: readonly PreparedReport[],
): Promise<Decisions | null> {
  if (config.decisions === null || !stages.includes('assess')) return null
  const file = await needs.readSettingFile('decisions', config.decisions)
  return readDecisions(file, knownHeadings(prepared.flatMap(reportColumns)))
}

function reportColumns({ tables: { tables } }: PreparedReport): ReportColumn[] {
  const own = Object.values(tables).filter(({ rows }) => rows === 'gaps' || rows === 'decisions.rows')
  return own
    .flatMap(({ columns }) => columns)
    .map((column) => ({ field: column.field, headings: [column.heading, csvHeader(column)] }))
}
