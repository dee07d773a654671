import type { AssessSettings, Facts } from '../../assess/index.js'
import type { Config } from '../../config/config.js'
import type { Findings } from '../../model/finding.js'
import { countText } from '../../model/number-words.js'
import type { Report } from '../../model/report.js'
import { settingTexts } from '../manifest.js'
import type { RunNeeds } from '../run-plan.js'
import type { Tables } from './tables.js'
import { present, type RunIdentity, type StageWork, type Values } from './work.js'

/** What it all amounts to, with what changed since earlier runs, where the plan assesses. */
export async function assessStage(
  work: StageWork,
  values: Values,
  tables: Tables | null,
): Promise<Pick<Values, 'findings' | 'report'>> {
  if (tables === null) return {}
  const { plan, ends } = work
  const facts = {
    records: present(values.records, 'records'),
    model: present(values.model, 'model'),
    links: present(values.links, 'links'),
    ...(plan.decisions !== null && { decisions: plan.decisions }),
    ...tables,
  }
  const { findings, report } = await judged(work, facts)
  await ends.outputs.keep('findings', findings)
  await ends.outputs.keep('report', report)
  return { findings, report }
}

/** The judgement alone is timed, not the loading of what judges. */
async function judged(
  { plan, identity, saved, ends, needs }: StageWork,
  facts: Facts,
): Promise<{ findings: Findings; report: Report }> {
  const { assess } = await import('../../assess/index.js')
  const { scopeOf } = await import('../../scope/index.js')
  const { changesSinceBaseline } = await import('../baseline.js')
  const { trendWith } = await import('../trend.js')
  return ends.timed('assess', async () => {
    const progress = needs.progress.start('assess', null)
    const { model, links, reference } = facts
    const scope = plan.scope && scopeOf(plan.scope, model, reference.attack)
    const { report, findings } = assess(
      { ...facts, scope },
      assessSettings(plan.config, identity, needs.tool),
    )
    const now = { runId: identity.runId, tool: needs.tool, model, links, report, findings }
    report.changes = await changesSinceBaseline(plan.config.baseline, now, needs)
    const origin = plan.stages.includes('check') ? null : (saved?.runId ?? null)
    Object.assign(report, await trendWith(report, origin, needs.store))
    progress.done(
      `${countText(report.gaps.length, 'gap')}, ${countText(findings.findings.length, 'finding')}`,
    )
    return { findings, report }
  })
}

function assessSettings(config: Config, identity: RunIdentity, tool: RunNeeds['tool']): AssessSettings {
  return {
    tool,
    runId: identity.runId,
    generatedAt: identity.startedAt,
    asOf: identity.asOf,
    staleAfterDays: config.staleAfter,
    thresholds: { covered: config.coveredFrom, deep: config.deepFrom, deepSources: config.deepSources },
    policy: config.policy,
    classification: config.classification,
    settings: settingTexts({ ...config, asOf: identity.asOf }),
  }
}
