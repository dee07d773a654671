import { expect, it, test } from 'vitest'
import { noChanges } from '../../pipeline/assess/index.js'
import { linkCounts } from '../../pipeline/assess/link-summary.js'
import { showResult } from '../../pipeline/cli/show-result.js'
import type { NetworkState } from '../../pipeline/model/links.js'
import type { LinkCounts, Report } from '../../pipeline/model/report.js'
import type { RunResult } from '../../pipeline/run/index.js'
import { exampleReport } from '../support/report-fixture.js'
import { testConfig } from '../support/run-world.js'

/** A run of that report and of nothing else. */
function resultOf(report: Report): RunResult {
  const manifest: RunResult['manifest'] = {
    schemaVersion: '1.0.0',
    runId: 'r1',
    derivedFrom: null,
    tool: report.tool,
    command: 'run',
    startedAt: report.generatedAt,
    asOf: report.asOf,
    complete: true,
    exitCode: 0,
    settings: {},
    corpus: report.corpus,
    stages: [],
    renderers: [],
    counts: {},
    inputs: [],
    templates: [],
    outputs: [],
    timings: [],
  }
  return { manifest, folder: 'out/runs/r1', exitCode: 0, failOnCount: 0, signedBy: null, report }
}

/** What is said of the links after a run that ended so. */
function saidOfLinks(
  state: NetworkState['state'],
  detail: string | null,
  links: Partial<LinkCounts>,
): string[] {
  const report = exampleReport({ network: { state, detail, viaProxy: false, proxiedLinks: 0 } })
  report.totals.links = { ...linkCounts([]), ...links }
  report.totals.distinctUrls = Object.values(report.totals.links).reduce((sum, each) => sum + each, 0)
  const text = showResult(resultOf(report), testConfig({}))
  const lines = text.split('\n')
  return lines.slice(
    1,
    lines.findIndex((line) => line.startsWith('since run ')),
  )
}

test.each([
  [
    'online',
    null,
    { alive: 5, dead: 1, unchecked: 2 },
    ['6 of 8 links checked: 5 alive, 0 moved, 1 dead, 0 unknown'],
  ],
  [
    'offline',
    'The run was offline.',
    { alive: 3, moved: 2, unchecked: 4 },
    [
      '5 of 9 links known without asking a site: 3 alive, 2 moved, none dead, 4 unknown',
      '  The run was offline.',
    ],
  ],
  [
    'no-network',
    'There is no network.',
    { unchecked: 4 },
    ['nothing is known of 4 links', '  There is no network.'],
  ],
  [
    'interrupted',
    'The check was stopped.',
    { alive: 3, unchecked: 4 },
    ['3 of 7 links checked: 3 alive, 0 moved, none dead, 0 unknown', '  The check was stopped.'],
  ],
] as const)('after a run that was %s: what is known, and why no more', (state, detail, links, said) => {
  expect(saidOfLinks(state, detail, links)).toEqual(said)
})

it('tells what was gained and lost since the earlier run', () => {
  const report = exampleReport()
  const text = showResult(resultOf(report), testConfig({}))
  expect(text).toContain(
    'since run 2026-11-17T181100Z-1a2b3c4d: of the rows 1 gained and 0 lost; of the links 1 died and 0 came back',
  )
  const first = showResult(resultOf({ ...report, changes: noChanges('first-run') }), testConfig({}))
  expect(first).not.toContain('since run')
})
