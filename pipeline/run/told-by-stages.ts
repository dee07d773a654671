import { failOnCodes } from '../model/fail-on.js'
import type { Mapping } from '../model/model.js'
import type { Report } from '../model/report.js'
import type { FileEntry, RunManifest } from '../model/run-manifest.js'
import { flatMapped } from '../model/series.js'
import { sum } from '../model/sum.js'
import { countsByCode, referenceEntries } from './manifest.js'
import { runDataStages, type Values } from './run-stages.js'

/** What renderers and the manifest take of the stages' values; each null where no stage made it. */
export interface ToldByStages {
  report: Report | null
  corpus: RunManifest['corpus']
  /** The pages that were read. */
  pages: FileEntry[]
  counts: Record<string, number>
  findings: Record<string, number> | null
  /** Findings that `--fail-on` names. */
  failOnCount: number
  reference: ReturnType<typeof referenceEntries> | null
}

/** Runs the data stages, and lets go of all that is not needed any more: renderers need the memory. */
export async function toldByStages(...args: Parameters<typeof runDataStages>): Promise<ToldByStages> {
  const [{ config }] = args
  const values = await runDataStages(...args)
  const { records, findings, report, reference } = values
  return {
    report: report ?? null,
    corpus: records?.corpus ?? null,
    pages: flatMapped(records?.pages ?? [], ({ file, bytes, sha256 }) => [{ path: file, bytes, sha256 }]),
    counts: countsOf(values),
    findings: findings === undefined ? null : countsByCode(findings),
    failOnCount: countFailOn(values, config.failOn),
    reference: reference === undefined ? null : referenceEntries(reference),
  }
}

function countFailOn({ findings }: Values, words: readonly string[]): number {
  const codes = failOnCodes(words)
  return (findings?.findings ?? []).filter(({ code }) => codes.has(code)).length
}

function countsOf({ records, model, links, findings, report }: Values): Record<string, number> {
  const rows = model && flatMapped(model.techniques, ({ mappings }) => mappings.map(rowsIn))
  return {
    ...(records !== undefined && { pages: records.pages.length }),
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
