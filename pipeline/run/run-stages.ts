import { type AssessSettings, assess } from '../assess/index.js'
import { check } from '../check/index.js'
import type { Config } from '../config/config.js'
import { extract } from '../extract/index.js'
import { Failure } from '../model/failure.js'
import type { Findings } from '../model/finding.js'
import type { Links } from '../model/links.js'
import type { Model } from '../model/model.js'
import type { OutsideCounts } from '../model/outside-table.js'
import type { SavedRun } from '../model/ports.js'
import type { Records } from '../model/records.js'
import type { Report } from '../model/report.js'
import type { StageName } from '../model/run-manifest.js'
import { normalize } from '../normalize/index.js'
import { readOutside } from '../reconcile/index.js'
import { type ArtifactName, artifacts, readArtifact } from './artifacts.js'
import { changesSinceBaseline } from './baseline.js'
import { settingTexts } from './manifest.js'
import { resumedSince } from './resume.js'
import { type RunNeeds, type RunPlan, stageOrder } from './run-plan.js'

/** The values that the stages hand on, as far as they are there. */
export interface Values {
  records?: Records
  model?: Model
  links?: Links
  findings?: Findings
  report?: Report
}

/** What identifies the run and its moment in every artifact. */
export interface RunIdentity {
  runId: string
  startedAt: string
  asOf: string
}

/** Runs the data stages of a plan, each from the value before it; `saved` gives those that are not run here. */
export async function runDataStages(
  plan: RunPlan,
  identity: RunIdentity,
  saved: SavedRun | null,
  needs: RunNeeds,
  timed: <Value>(stage: StageName, work: () => Promise<Value>) => Promise<Value>,
): Promise<Values> {
  const values = await savedValues(plan, saved)
  const runs = (stage: StageName) => plan.stages.includes(stage)
  // Tables are settings: broken ones must not surface after hours of link checks.
  const reference = runs('assess') ? await needs.readReference() : undefined
  const outside = runs('assess') ? await outsideCounts(plan.config, needs) : null
  if (runs('extract')) values.records = await timed('extract', () => extractCorpus(plan.corpus, needs))
  needs.signal.throwIfAborted()
  if (runs('normalize')) {
    const records = present(values.records, 'records')
    values.model = await timed('normalize', async () => {
      const progress = needs.progress.start('normalize', null)
      const model = normalize(records, { sections: plan.config.section })
      progress.done(`${model.techniques.length} pages understood`)
      return model
    })
  }
  if (runs('check')) {
    const model = present(values.model, 'model')
    values.links = await timed('check', () => checkLinks(model, plan.config, identity, needs))
  }
  needs.signal.throwIfAborted()
  if (runs('assess')) {
    const facts = {
      records: present(values.records, 'records'),
      model: present(values.model, 'model'),
      links: present(values.links, 'links'),
      reference: present(reference, 'reference'),
      outside,
    }
    const settings = assessSettings(plan.config, identity, needs.tool)
    const assessed = await timed('assess', async () => {
      const progress = needs.progress.start('assess', null)
      const judged = assess(facts, settings)
      const { model, links } = facts
      const now = { runId: identity.runId, tool: needs.tool, model, links, findings: judged.findings }
      judged.report.changes = await changesSinceBaseline(plan.config.baseline, now, needs)
      progress.done(`${judged.report.gaps.length} gaps, ${judged.findings.findings.length} findings`)
      return judged
    })
    values.report = assessed.report
    values.findings = assessed.findings
  }
  return values
}

/** The artifacts of a saved run that come before the first stage of the plan; those after it are of no use any more. */
async function savedValues(plan: RunPlan, saved: SavedRun | null): Promise<Values> {
  if (saved === null) return {}
  const first = stageOrder.indexOf(plan.stages[0] ?? 'extract')
  const needed = (name: ArtifactName) => stageOrder.indexOf(artifacts[name].madeBy) < first
  return {
    ...(needed('records') && { records: await readArtifact(saved, 'records') }),
    ...(needed('model') && { model: await readArtifact(saved, 'model') }),
    ...(needed('links') && { links: await readArtifact(saved, 'links') }),
    ...(needed('findings') && { findings: await readArtifact(saved, 'findings') }),
    ...(needed('report') && { report: await readArtifact(saved, 'report') }),
  }
}

/** The table that `--reconcile` names, or null where it names none; faults in it are found before any work. */
async function outsideCounts(config: Config, needs: RunNeeds): Promise<OutsideCounts | null> {
  if (config.reconcile === null) return null
  const file = await needs.readSettingFile(config.reconcile, '--reconcile')
  return readOutside(file, config.reconcileColumn)
}

/** A stage without the value it starts from is a bug of ours: the plan's stages are neighbours. */
function present<Value>(value: Value | undefined, name: string): Value {
  if (value === undefined) throw new Error(`the ${name} are missing`)
  return value
}

async function extractCorpus(path: string, needs: RunNeeds): Promise<Records> {
  const { files, ...corpus } = await needs.readCorpus(path)
  const progress = needs.progress.start('extract', files.length)
  const records = extract(files, corpus, (file) => progress.advance(1, file))
  if (records.pages.length === 0) {
    throw new Failure(
      `The corpus ${corpus.location} holds not one technique page.`,
      'Name a folder of pages such as T1059.md.',
    )
  }
  progress.done(`${records.pages.length} pages read`)
  return records
}

async function checkLinks(
  model: Model,
  config: Config,
  identity: RunIdentity,
  needs: RunNeeds,
): Promise<Links> {
  const opened = await needs.openCheck()
  const resumedFrom = await resumedSince(config.resume, opened.memory, needs)
  opened.memory.begin({ runId: identity.runId, since: resumedFrom ?? needs.clock.now().toISOString() })
  const settings = {
    offline: config.offline,
    concurrency: config.concurrency,
    perHost: config.perHost,
    timeoutMs: config.timeout,
    retries: config.retries,
    recheckAfterDays: config.recheckAfter,
    exclude: config.exclude,
    allowHosts: config.allowHost,
    hostHeaders: config.hostHeader.map(hostHeaderOf),
    userAgent: `${needs.tool.name}/${needs.tool.version}`,
    resumedFrom,
  }
  const { clock, progress, signal } = needs
  return check(model, settings, { ...opened, clock, progress, signal })
}

function assessSettings(config: Config, identity: RunIdentity, tool: RunNeeds['tool']): AssessSettings {
  return {
    tool,
    runId: identity.runId,
    generatedAt: identity.startedAt,
    asOf: identity.asOf,
    staleAfterDays: config.staleAfter,
    classification: config.classification,
    settings: settingTexts({ ...config, asOf: identity.asOf }),
  }
}

/** `HOST=NAME: VALUE`, as the configuration has it. */
function hostHeaderOf(written: string): { host: string; name: string; value: string } {
  const [, host = '', name = '', value = ''] = /^([^=]*)=([^:]*): ?(.*)$/.exec(written) ?? []
  return { host, name: name.toLowerCase(), value: value.trim() }
}
