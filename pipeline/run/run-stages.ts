import type { AssessSettings } from '../assess/index.js'
import type { Config } from '../config/config.js'
import type { Findings } from '../model/finding.js'
import type { Links } from '../model/links.js'
import type { ModelSource } from '../model/model.js'
import { countText } from '../model/number-words.js'
import type { OutsideCounts } from '../model/outside-table.js'
import type { CorpusSource, DraftRun, SavedRun } from '../model/ports.js'
import { type PageEntry, pageEntry, type Records, type RecordsSummary } from '../model/records.js'
import type { Reference } from '../model/reference.js'
import type { Decisions, Report } from '../model/report.js'
import type { FileEntry, RunManifest, StageName } from '../model/run-manifest.js'
import { flatMapped } from '../model/series.js'
import type { ScopeRequest } from '../scope/index.js'
import { type ArtifactName, artifacts } from './artifacts.js'
import { pagesRead, settingTexts } from './manifest.js'
import type { Outputs } from './outputs.js'
import { readArtifact, readManifest } from './read-artifact.js'
import { resumedSince } from './resume.js'
import { type RunNeeds, type RunPlan, stageOrder } from './run-plan.js'

/** The values that the stages hand on, as far as they are there. */
export interface Values {
  /** Which pages were read, here or by the saved run. */
  pages?: Pick<RunManifest, 'corpus' | 'inputs'>
  records?: RecordsSummary
  model?: ModelSource
  links?: Links
  findings?: Findings
  report?: Report
  /** The tables that were judged by here. */
  reference?: Reference
}

/** What identifies the run and its moment in every artifact. */
export interface RunIdentity {
  runId: string
  startedAt: string
  asOf: string
}

/** Where the stages put what they make, and who takes their times. */
export interface StageEnds {
  draft: Pick<DraftRun, 'folder'>
  outputs: Outputs
  timed<Value>(stage: StageName, work: () => Promise<Value>): Promise<Value>
  /** Notes the times of stages that took turns, or of one. */
  took(...stages: { stage: StageName; ms: number }[]): void
}

/**
 * Runs the data stages of a plan, each from the value before it; `saved` gives those that are not run here. Artifacts are
 * written as soon as they are made. A stage is loaded when its turn comes, so that one alone is as small as it can be.
 */
export async function runDataStages(
  plan: RunPlan & { scope: ScopeRequest | null; decisions: Decisions | null },
  identity: RunIdentity,
  saved: SavedRun | null,
  { draft, outputs, timed, took }: StageEnds,
  needs: RunNeeds,
): Promise<Values> {
  const values = await savedValues(plan, saved, outputs)
  const runs = (stage: StageName) => plan.stages.includes(stage)
  // Tables are settings: broken ones must not surface after hours of link checks.
  const reference = runs('assess') ? await needs.readReference() : undefined
  const outside = runs('assess') ? await outsideCounts(plan.config, needs) : null
  if (reference !== undefined) values.reference = reference
  if (runs('extract')) {
    const read = await readCorpusOnce(plan, { draft, outputs, took }, needs)
    const { corpus, pages } = read.records
    Object.assign(values, read, { pages: { corpus, inputs: flatMapped(pages, pageFile) } })
  } else if (runs('normalize') && saved !== null) {
    values.model = await timed('normalize', () => normalizeSaved(saved, plan.config, needs))
    await outputs.keep('model', values.model)
  }
  needs.signal.throwIfAborted()
  if (runs('check')) {
    const model = present(values.model, 'model')
    values.links = await timed('check', () => checkLinks(model, plan.config, identity, needs))
    await outputs.keep('links', values.links)
  }
  needs.signal.throwIfAborted()
  if (runs('assess')) {
    const pages = {
      records: present(values.records, 'records'),
      model: present(values.model, 'model'),
      links: present(values.links, 'links'),
      ...(plan.decisions !== null && { decisions: plan.decisions }),
      outside,
    }
    const tables = present(reference, 'reference')
    const settings = assessSettings(plan.config, identity, needs.tool)
    const { assess } = await import('../assess/index.js')
    const { scopeOf } = await import('../scope/index.js')
    const { changesSinceBaseline } = await import('./baseline.js')
    const { trendWith } = await import('./trend.js')
    const assessed = await timed('assess', async () => {
      const progress = needs.progress.start('assess', null)
      const scope = plan.scope && scopeOf(plan.scope, pages.model, tables.attack)
      const judged = assess({ ...pages, reference: tables, scope }, settings)
      const { model, links } = pages
      const now = { runId: identity.runId, tool: needs.tool, model, links, ...judged }
      judged.report.changes = await changesSinceBaseline(plan.config.baseline, now, needs)
      const origin = runs('check') ? null : (saved?.runId ?? null)
      Object.assign(judged.report, await trendWith(judged.report, origin, needs.store))
      progress.done(
        `${countText(judged.report.gaps.length, 'gap')}, ${countText(judged.findings.findings.length, 'finding')}`,
      )
      return judged
    })
    values.report = assessed.report
    values.findings = assessed.findings
    await outputs.keep('findings', assessed.findings)
    await outputs.keep('report', assessed.report)
  }
  return values
}

/** Reads the pages, or takes over what they say and mean where an earlier run has read the very same ones. */
async function readCorpusOnce(
  plan: RunPlan,
  { draft, outputs, took }: Omit<StageEnds, 'timed'>,
  world: RunNeeds,
): Promise<{ records: RecordsSummary; model?: ModelSource }> {
  const { keepReading, keptReading } = await import('./kept-reading.js')
  const needs = { ...world, readCorpus: readingOnce(world.readCorpus) }
  const startMs = needs.elapsedMs()
  const isNormalized = plan.stages.includes('normalize')
  const kept = isNormalized ? await keptReading(plan, needs) : null
  if (kept !== null) {
    const progress = needs.progress.start('extract', kept.records.pages.length)
    await outputs.takeOver('records', kept)
    await outputs.takeOver('model', kept)
    progress.done(`${countText(kept.records.pages.length, 'page')} as an earlier run read them`)
    took({ stage: 'extract', ms: needs.elapsedMs() - startMs }, { stage: 'normalize', ms: 0 })
    return { records: kept.records, model: kept.model }
  }
  const { readPages } = await import('./read-pages.js')
  const { records, model, extractMs, normalizeMs } = await readPages(plan, outputs, needs)
  const extract = { stage: 'extract', ms: extractMs } as const
  if (model === null) {
    took(extract)
    return { records }
  }
  took(extract, { stage: 'normalize', ms: normalizeMs })
  await outputs.keep('model', model)
  await keepReading({ records, model }, plan, { draft, outputs }, needs)
  return { records, model }
}

/** A corpus whose files are all at hand, as those of a repository that had to be fetched, is not asked for again. */
function readingOnce(readCorpus: RunNeeds['readCorpus']): RunNeeds['readCorpus'] {
  let atHand: CorpusSource | undefined
  return async (path) => {
    const source = atHand ?? (await readCorpus(path))
    if (Array.isArray(source.files)) atHand = source
    return source
  }
}

/**
 * The artifacts of a saved run that come before the first stage of the plan, taken over as they are; those after it are
 * of no use any more.
 */
async function savedValues(plan: RunPlan, saved: SavedRun | null, outputs: Outputs): Promise<Values> {
  if (saved === null) return {}
  const first = stageOrder.indexOf(plan.stages[0] ?? 'extract')
  const needed = (name: ArtifactName) => stageOrder.indexOf(artifacts[name].madeBy) < first
  for (const name of Object.keys(artifacts) as ArtifactName[]) {
    if (needed(name)) await outputs.takeOver(name, saved)
  }
  // What the pages say is large, and between extraction and assessment nobody wants more of it than their names.
  const isRead = needed('records') && plan.stages.includes('assess')
  return {
    pages: pagesRead(await readManifest(saved)),
    ...(isRead && { records: summaryOf(await readArtifact(saved, 'records')) }),
    ...(needed('model') && { model: await readArtifact(saved, 'model') }),
    ...(needed('links') && { links: await readArtifact(saved, 'links') }),
    ...(needed('findings') && { findings: await readArtifact(saved, 'findings') }),
    ...(needed('report') && { report: await readArtifact(saved, 'report') }),
  }
}

function pageFile({ file, bytes, sha256 }: PageEntry): FileEntry[] {
  return [{ path: file, bytes, sha256 }]
}

/** So that what the pages say is not held to the end of the run. */
function summaryOf({ corpus, findings, pages }: Records): RecordsSummary {
  return { corpus, findings, pages: pages.map(pageEntry) }
}

/** The table that `--reconcile` names, or null where it names none; faults in it are found before any work. */
async function outsideCounts(config: Config, needs: RunNeeds): Promise<OutsideCounts | null> {
  if (config.reconcile === null) return null
  const file = await needs.readSettingFile('reconcile', config.reconcile)
  const { readOutside } = await import('../reconcile/index.js')
  return readOutside(file, config.reconcileColumn)
}

/** A stage without the value it starts from is a bug of ours: the plan's stages are neighbours. */
function present<Value>(value: Value | undefined, name: string): Value {
  if (value === undefined) throw new Error(`the ${name} are missing`)
  return value
}

async function normalizeSaved(saved: SavedRun, { section }: Config, needs: RunNeeds): Promise<ModelSource> {
  const { beginNormalization } = await import('../normalize/index.js')
  const { understood } = await import('./read-pages.js')
  const { corpus, pages } = await readArtifact(saved, 'records')
  const normalization = beginNormalization({ sections: section })
  for (const page of pages) normalization.add(page)
  return understood(normalization, corpus, needs)
}

async function checkLinks(
  model: ModelSource,
  config: Config,
  identity: RunIdentity,
  needs: RunNeeds,
): Promise<Links> {
  const { check } = await import('../check/index.js')
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
    thresholds: { covered: config.coveredFrom, deep: config.deepFrom, deepSources: config.deepSources },
    policy: config.policy,
    classification: config.classification,
    settings: settingTexts({ ...config, asOf: identity.asOf }),
  }
}

/** `HOST=NAME: VALUE`, as the configuration has it. */
function hostHeaderOf(written: string): { host: string; name: string; value: string } {
  const [, host = '', name = '', value = ''] = /^([^=]*)=([^:]*): ?(.*)$/.exec(written) ?? []
  return { host, name: name.toLowerCase(), value: value.trim() }
}
