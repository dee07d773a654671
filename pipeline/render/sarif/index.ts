import type { Artifact } from '../../model/artifact.js'
import { type FindingCode, findingCodes, type Severity } from '../../model/finding.js'
import { findingHelp } from '../../model/finding-help.js'
import { findingWords } from '../../model/finding-words.js'
import type { Report } from '../../model/report.js'
import { stableJson } from '../../model/stable-json.js'
import { analysisName } from './artifact-uri.js'
import { githubLimits } from './limits.js'
import { resultContext, resultOf } from './result.js'

export { githubLimits } from './limits.js'

const order: Record<Severity, number> = { error: 0, warning: 1, note: 2 }

/**
 * `findings.sarif`: every finding as a result of SARIF 2.1.0 (OASIS), gravest first, and what a reader should know of it.
 *
 * Beyond what code scanning takes the rest is left out, said in the file and in the notes; `findings.json` holds all.
 */
export function renderSarif(report: Report): { file: Artifact; notes: string[] } {
  const sorted = [...report.findings].sort((a, b) => order[a.severity] - order[b.severity])
  const shown = sorted.slice(0, githubLimits.results)
  const notes = limitNotes(sorted.length)
  const text = stableJson({
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [runOf(report, shown, notes)],
  })
  return { file: { path: 'findings.sarif', bytes: new TextEncoder().encode(text) }, notes }
}

function runOf(report: Report, findings: Report['findings'], notes: readonly string[]) {
  const codes = findingCodes.filter((code) => findings.some((finding) => finding.code === code))
  const context = resultContext(report, codes)
  const { baseline } = report.changes
  return {
    tool: {
      driver: {
        name: report.tool.name,
        version: report.tool.version,
        rules: codes.map(ruleOf),
      },
    },
    invocations: [
      {
        executionSuccessful: true,
        startTimeUtc: report.generatedAt,
        toolExecutionNotifications: notes.map((text) => ({ level: 'warning', message: { text } })),
      },
    ],
    automationDetails: {
      id: `${report.tool.name}/${analysisName(report.corpus.location)}/${report.runId}`,
    },
    originalUriBaseIds: { [context.base.id]: { description: { text: context.base.description } } },
    columnKind: 'utf16CodeUnits',
    results: findings.map((finding) => resultOf(finding, context)),
    properties: {
      runId: report.runId,
      baselineRunId: baseline === null ? null : baseline.runId,
      corpus: report.corpus,
      attackVersion: report.reference.attackVersion,
      findings: report.findings.length,
      classification: report.classification,
    },
  }
}

/** A code as a rule (SARIF 2.1.0, 3.49), with its help in plain words. */
function ruleOf(code: FindingCode) {
  const { is, remedy } = findingHelp[code]
  const { severity } = findingWords[code]
  return {
    id: code,
    shortDescription: { text: is },
    fullDescription: { text: `${is} ${remedy}` },
    help: { text: `${is}\n\n${remedy}`, markdown: `${is}\n\n${remedy}` },
    defaultConfiguration: { level: severity },
    properties: {
      tags: ['control-coverage'],
      precision: 'high',
      'problem.severity': problemSeverity[severity],
    },
  }
}

/** Severities as code scanning names them. */
const problemSeverity: Record<Severity, string> = {
  error: 'error',
  warning: 'warning',
  note: 'recommendation',
}

function limitNotes(findings: number): string[] {
  const { results, shown } = githubLimits
  if (findings > results)
    return [
      `${findings} findings, and code scanning takes ${results} of a run: the ${findings - results} least severe are left out here; findings.json holds all`,
    ]
  if (findings > shown)
    return [
      `${findings} findings, of which GitHub's code scanning shows the ${shown} most severe; the file holds all`,
    ]
  return []
}
