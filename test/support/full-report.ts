import type { Report } from '../../pipeline/model/report.js'
import { exampleReport, hostileNames } from './report-fixture.js'

const point = (runId: string, series: number, gaps: number): Report['trend'][number] => ({
  runId,
  startedAt: '2026-11-01T00:00:00.000Z',
  asOf: '2026-11-01',
  toolVersion: '0.1.0',
  corpusSha256: 'ab'.repeat(32),
  policyId: 'evidence',
  policyDigest: 'ab'.repeat(32),
  scopeDigest: null,
  series,
  checked: true,
  techniques: 42,
  mappings: 90,
  resources: 900,
  verified: 700,
  lost: 30,
  unknown: 170,
  detectionCovered: 20,
  validated: 12,
  gaps,
  links: 900,
  linksDead: 30,
  linksMoved: 20,
})

/** The example report with everything that a report may have: scope, decisions, trend, differences, scores. */
export function fullReport(): Report {
  const base = exampleReport()
  const decision = {
    status: 'accept',
    owner: '<b>Ann</b>',
    due: null,
    expiry: '2027-01-01',
    reason: 'known',
  } as const
  return {
    ...base,
    corpus: { ...base.corpus, location: 'https://github.com/acme/pages#main:docs/att ck' },
    gaps: base.gaps.map((gap, index) => ({
      ...gap,
      decision: index === 0 ? { ...decision, standing: 'in-force' } : null,
    })),
    decisions: {
      file: { name: 'decisions.csv', sha256: 'ab'.repeat(32) },
      rows: [
        {
          ...decision,
          gapId: base.gaps[0]?.gapId ?? null,
          techniqueId: 'T1595',
          category: 'detection',
          kind: 'detection',
          standing: 'in-force',
          problem: null,
          sheet: null,
          row: 2,
          more: [],
          moreText: '',
          mark: '',
        },
      ],
    },
    scope: {
      layers: [
        {
          file: 'layer.json',
          sha256: 'ab'.repeat(32),
          name: hostileNames.image,
          format: '4.5',
          domain: 'enterprise-attack',
          attackVersion: null,
          entries: 50,
          enabled: 42,
          disabled: 8,
        },
      ],
      scoreRule: 'max',
      techniques: 42,
      scored: 40,
      withoutPage: 0,
      pagesOutside: 3,
      mapped: [{ techniqueId: 'T1053.001', successor: 'T1053.002' }],
      unknown: ['T9999'],
    },
    trend: [point('a', 1, 300), point('b', 1, 280), point('c', 2, 260)],
    completeness: {
      ...base.completeness,
      outside: {
        name: 'cvc.json',
        sha256: 'ab'.repeat(32),
        techniques: 42,
        columns: [{ column: 'sigma', category: 'detection', source: null, theirs: 3, ours: null }],
        compared: 40,
        equal: 39,
      },
      differences: [
        {
          against: 'declared-count',
          techniqueId: 'T1059',
          category: 'detection',
          source: 'sigma',
          theirs: 0,
          ours: null,
          reason: null,
          explanation: 'Nothing explains it.',
          places: [{ file: 'T1059.md', line: 3 }],
          placesCount: 1,
          file: 'T1059.md',
          line: 3,
        },
      ],
      unexplained: 1,
    },
    policy: {
      ...base.policy,
      columns: [{ id: 'p', heading: 'Volume', rule: 'by points', words: ['none', 'some'], notKnown: null }],
      rows: [
        { techniqueId: 'T1059', techniqueName: 'n', column: 'p', heading: 'Volume', value: 1, word: 'some' },
      ],
    },
  }
}
