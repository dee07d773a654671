import type { TemplateFolder } from '../model/ports.js'
import type { Decisions } from '../model/report.js'
import type { PreparedReport } from './prepare-report.js'
import { assertResumable } from './resume.js'
import type { RunNeeds, RunPlan } from './run-plan.js'
import { type ReadScope, readScope } from './scope.js'

/** What the settings name, read and found sound. */
export interface NamedInputs {
  templates: TemplateFolder[]
  /** The reports of those templates, in their order. */
  prepared: PreparedReport[]
  scope: ReadScope
  /** Null where none are named, or nothing is assessed. */
  decisions: Decisions | null
}

/**
 * Reads what the settings name as far as the plan's stages need it, and looks whether named runs are there: neither a broken
 * template nor a mistyped run must surface after hours of link checks.
 *
 * @throws {Failure} (exit 3) with the first that is not as it must be
 */
export async function readNamedInputs(plan: RunPlan, needs: RunNeeds): Promise<NamedInputs> {
  const { config, stages } = plan
  const { templates, prepared } = await readReports(plan, needs)
  const isJudging = stages.includes('assess')
  if (isJudging) await (await import('./baseline.js')).assertBaseline(plan, needs)
  const scope = await readScope(plan, needs)
  const decisions = isJudging
    ? await (await import('./decisions.js')).decisionsOf(plan, needs, prepared)
    : null
  if (stages.includes('check') && typeof config.resume === 'string') {
    await assertResumable(config.resume, (await needs.openCheck()).memory, needs.store)
  }
  return { templates, prepared, scope, decisions }
}

async function readReports(
  { config, stages }: RunPlan,
  needs: RunNeeds,
): Promise<Pick<NamedInputs, 'templates' | 'prepared'>> {
  if (!stages.includes('render')) return { templates: [], prepared: [] }
  const templates = await Promise.all(config.report.map(needs.readTemplates))
  const { prepareReport } = await import('./prepare-report.js')
  return { templates, prepared: templates.map(prepareReport) }
}
