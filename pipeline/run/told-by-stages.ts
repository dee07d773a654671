import { failOnCodes } from '../model/fail-on.js'
import type { Mapping } from '../model/model.js'
import type { Report } from '../model/report.js'
import type { RunManifest } from '../model/run-manifest.js'
import { flatMapped } from '../model/series.js'
import { sum } from '../model/sum.js'
import { countsByCode, referenceEntries } from './manifest.js'
import { runDataStages } from './stages/index.js'
import type { StageWork, Values } from './stages/work.js'

/** What renderers and the manifest take of the stages' values; each null where no stage made it. */
export interface ToldByStages {
  report: Report | null
  corpus: RunManifest['corpus']
  /** The pages that were read, here or by the saved run. */
  pages: RunManifest['inputs']
  counts: Record<string, number>
  /** Those by which runs are told apart in lists. */
  figures: RunManifest['figures']
  findings: Record<string, number> | null
  /** Findings that `--fail-on` names. */
  failOnCount: number
  reference: ReturnType<typeof referenceEntries> | null
}

/** Runs the data stages, and lets go of all that is not needed any more: renderers need the memory. */
export async function toldByStages(work: StageWork): Promise<ToldByStages> {
  const values = await runDataStages(work)
  const { pages, findings, report, reference } = values
  return {
    report: report ?? null,
    corpus: pages?.corpus ?? null,
    pages: pages?.inputs ?? [],
    counts: countsOf(values),
    figures: report && (await import('../assess/index.js')).keyFiguresOf(report),
    findings: findings === undefined ? null : countsByCode(findings),
    failOnCount: countFailOn(values, work.plan.config.failOn),
    reference: reference === undefined ? null : referenceEntries(reference),
  }
}

function countFailOn({ findings }: Values, words: readonly string[]): number {
  const codes = failOnCodes(words)
  return (findings?.findings ?? []).filter(({ code }) => codes.has(code)).length
}

function countsOf({ pages, model, links, findings, report }: Values): Record<string, number> {
  const rows = model && flatMapped(model.techniques, ({ mappings }) => mappings.map(rowsIn))
  return {
    ...(pages !== undefined && { pages: pages.inputs.length }),
    ...(model !== undefined && { techniques: model.techniques.length }),
    ...(rows !== undefined && { mappings: rows.length, resources: sum(rows) }),
    ...(links !== undefined && { links: links.links.length }),
    ...(findings !== undefined && { findings: findings.findings.length }),
    ...(report !== undefined && { gaps: report.gaps.length }),
  }
}

function rowsIn({ resources }: Mapping): number {
  return resources.length
}
