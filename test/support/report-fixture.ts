import type { FindingCode } from '../../pipeline/model/finding.js'
import { findingWords } from '../../pipeline/model/finding-words.js'
import { LinkState } from '../../pipeline/model/links.js'
import type {
  Decision,
  Gap,
  Level,
  Report,
  ReportFinding,
  ReportTechnique,
  TrendPoint,
} from '../../pipeline/model/report.js'
import { hostileNames, sourceSeeds, tacticNames, techniqueSeeds } from './report-fixture-data.js'
import {
  coverageOf,
  evidenceOf,
  familyOf,
  type Judged,
  judged,
  linkPlaces,
  links,
  mappings,
  resources,
  verifiedByReference,
} from './report-fixture-rows.js'

export { hostileNames, longWord } from './report-fixture-data.js'

const rowsOf = (id: string, category: string) =>
  resources.filter((row) => row.techniqueId === id && row.category === category)

const techniques: ReportTechnique[] = techniqueSeeds.map(({ id, name, tactics }) => {
  const [policy, detection, test] = judged.map((category) => coverageOf(rowsOf(id, category)))
  if (policy === undefined || detection === undefined || test === undefined) throw new Error('unreachable')
  const parentId = id.includes('.') ? (id.split('.')[0] ?? null) : null
  const pairing = pairingOf(detection.distinct > 0, test.distinct > 0)
  const url =
    id === 'T1036' ? 'javascript:alert(1)' : `https://attack.mitre.org/techniques/${id.replace('.', '/')}`
  const common = { id, name, parentId, tactics: [...tactics], url, file: `${id}.md`, line: 1 }
  return {
    ...common,
    policy,
    detection,
    test,
    other: coverageOf([]),
    validated: pairing === 'validated',
    pairing,
    gaps: 0,
    findings: 0,
    attack: standingOf(id, name, tactics),
    ages: { policy: ageOf(policy.newest), detection: ageOf(detection.newest), test: ageOf(test.newest) },
    score: null,
    withSubTechniques: familyOf(id),
  }
})

function ageOf(newest: string | null): number | null {
  return newest === null ? null : Math.round((Date.parse('2026-11-24') - Date.parse(newest)) / 86_400_000)
}

/** T1190 is revoked, T1583 renamed and T1588 deprecated; all others are as their pages say. */
function standingOf(id: string, name: string, tactics: readonly string[]): ReportTechnique['attack'] {
  const active = {
    status: 'active' as const,
    name: id === 'T1583' ? 'Get Infrastructure' : name,
    renamed: id === 'T1583',
    tactics: [...tactics],
    successor: null,
    successorName: null,
  }
  if (id === 'T1588') return { ...active, status: 'deprecated', tactics: [] }
  if (id !== 'T1190') return active
  return { ...active, status: 'revoked', tactics: [], successor: 'T1999', successorName: hostileNames.script }
}

function pairingOf(detection: boolean, test: boolean): ReportTechnique['pairing'] {
  if (detection && test) return 'validated'
  if (detection) return 'detectable-untested'
  return test ? 'tested-undetected' : 'neither'
}

const typed = { owner: hostileNames.formula, due: '2027-01-31', expiry: null, reason: 'too dear' }
const nothing = {
  techniqueId: null,
  category: null,
  kind: null,
  problem: null,
  sheet: null,
  more: [],
  moreText: null,
  mark: '',
}

/** What came back from people: one that holds, one that ran out, one on a gap that is gone, and one that is no decision. */
const decisions: Report['decisions'] = {
  file: { name: 'decisions.xlsx', sha256: 'ba'.repeat(32) },
  rows: [
    { ...nothing, ...typed, gapId: 'gap-1', status: 'accept', standing: 'in-force', row: 4 },
    {
      ...nothing,
      ...typed,
      gapId: 'gap-2',
      status: 'not-applicable',
      expiry: '2026-01-31',
      standing: 'expired',
      row: 5,
    },
    {
      ...nothing,
      ...typed,
      gapId: 'gap-3',
      status: 'plan',
      standing: 'gap-gone',
      row: 6,
      more: [{ heading: 'Ticket', text: 'SEC-7' }],
      moreText: 'Ticket: SEC-7',
    },
    {
      ...nothing,
      gapId: null,
      status: null,
      owner: null,
      due: null,
      expiry: null,
      reason: 'see the minutes',
      standing: 'unreadable',
      problem: 'names no gap; status reads "maybe"',
      row: 9,
      more: [{ heading: 'Status', text: '=1+1' }],
      moreText: 'Status: =1+1',
    },
  ] satisfies Decision[],
}

const gaps: Gap[] = techniques
  .flatMap((technique) =>
    judged.flatMap((category) =>
      technique[category].level === 'none' || technique[category].level === 'lost'
        ? [{ technique, category }]
        : [],
    ),
  )
  .sort(
    (a, b) =>
      Number(b.technique[b.category].level === 'lost') - Number(a.technique[a.category].level === 'lost'),
  )
  .map(({ technique, category }, index) => ({
    gapId: `gap-${technique.id}-${category}`,
    techniqueId: technique.id,
    techniqueName: technique.name,
    tactics: technique.tactics,
    category,
    kind: technique[category].level === 'lost' ? 'lost' : category,
    rank: index + 1,
    why: `${technique[category].level === 'lost' ? 'all listed resources are gone' : 'nothing is listed'}; tactics: ${technique.tactics.length}`,
    file: technique.file,
    line: technique.line,
    score: null,
    decision: null,
  }))

const findings: ReportFinding[] = gaps.map((gap) => {
  const code: FindingCode = gap.kind === 'lost' ? 'gap-lost' : `gap-${gap.category as Judged}`
  const { severity } = findingWords[code]
  return {
    findingId: `${code}-${gap.techniqueId}`,
    code,
    severity,
    techniqueId: gap.techniqueId,
    file: gap.file,
    line: gap.line,
    message: gap.why,
  }
})

for (const technique of techniques)
  technique.gaps = gaps.filter(({ techniqueId }) => techniqueId === technique.id).length
for (const technique of techniques) technique.findings = technique.gaps

function summaryOf(of: readonly ReportTechnique[], category: Judged | 'other') {
  const levels: Record<Level, number> = { none: 0, lost: 0, thin: 0, covered: 0, deep: 0 }
  for (const technique of of) levels[technique[category].level] += 1
  const rows = of.flatMap(({ id }) => rowsOf(id, category))
  return {
    ...evidenceOf(rows),
    levels,
    techniques: of.filter((technique) => technique[category].distinct > 0).length,
    verifiedByReference: verifiedByReference(rows),
  }
}

const inTactic = (tactic: string) => techniques.filter(({ tactics }) => tactics.includes(tactic))
const countLinks = (of: readonly { state: LinkState }[]) => {
  const counts = Object.fromEntries(
    LinkState.options.map((state) => [state, of.filter((link) => link.state === state).length]),
  )
  return counts as Report['totals']['links']
}
const countByMethod = (method: string) => links.filter((link) => link.method === method).length
const hosts = [...new Set(links.map(({ host }) => host))]
  .map((host) => ({
    host,
    links: links.filter((link) => link.host === host).length,
    states: countLinks(links.filter((link) => link.host === host)),
  }))
  .sort((a, b) => b.links - a.links)

const sources = Object.entries(sourceSeeds).flatMap(([source, { name, url, lastAccessed }]) => {
  const own = mappings.filter((mapping) => mapping.source === source)
  const category = own[0]?.category
  if (category === undefined) return []
  const {
    sources: _,
    usableSources: __,
    ...evidence
  } = evidenceOf(resources.filter((row) => row.source === source))
  const sums = {
    declaredTotal: 2328,
    declaredSum: own.reduce((sum, { declaredCount }) => sum + (declaredCount ?? 0), 0),
  }
  return [
    {
      ...evidence,
      ...sums,
      category,
      source,
      sourceName: name,
      sourceUrl: url,
      mappings: own.length,
      techniques: own.length,
      newest: lastAccessed,
      oldest: lastAccessed,
      medianAgeDays: own[0]?.ageDays ?? null,
      links: countLinks([]),
    },
  ]
})

const ageBand = (fromDays: number, toDays: number | null) => ({
  fromDays,
  toDays,
  mappings: mappings.filter(
    ({ ageDays }) => ageDays !== null && ageDays >= fromDays && (toDays === null || ageDays < toDays),
  ).length,
})

/** The second of three runs was judged by other limits. */
function trendPoint(runId: string, index: number): TrendPoint {
  return {
    runId,
    startedAt: `2026-11-2${index}T18:00:00.000Z`,
    asOf: `2026-11-2${index}`,
    toolVersion: '0.1.0',
    corpusSha256: 'cd'.repeat(32),
    policyId: 'evidence',
    policyDigest: (index === 1 ? 'ef' : 'ab').repeat(32),
    scopeDigest: null,
    series: index === 1 ? 1 : 0,
    checked: index > 0,
    techniques: techniques.length,
    mappings: mappings.length,
    resources: resources.length,
    verified: 100 + index,
    lost: index,
    unknown: 10,
    detectionCovered: 5,
    validated: 3,
    gaps: gaps.length,
    links: links.length,
    linksDead: index,
    linksMoved: 2,
  }
}

/** A technique with its sub-techniques, as a cell of the heat map. */
function heatCell({ id, name, policy, detection, test }: ReportTechnique) {
  return { id, name, policy: policy.level, detection: detection.level, test: test.level }
}

/**
 * A made-up report that holds together: about forty techniques in fourteen tactics, each figure countable in its
 * rows, with names, labels and addresses as a hostile page would have them. Overrides replace whole fields.
 */
export function exampleReport(overrides: Partial<Report> = {}): Report {
  const parents = techniques.filter(({ parentId }) => parentId === null)
  const paired = (pairing: ReportTechnique['pairing']) =>
    techniques.filter((each) => each.pairing === pairing).length
  const severe = (severity: string) => findings.filter((each) => each.severity === severity).length
  const report: Report = {
    schemaVersion: '1.0.0',
    tool: { name: 'control-coverage', version: '0.1.0' },
    runId: '2026-11-24T181100Z-5f3c6ad1',
    generatedAt: '2026-11-24T18:11:00.000Z',
    asOf: '2026-11-24',
    classification: 'TLP:AMBER',
    corpus: {
      location: 'data/corpus',
      revision: '5f3c6ad1b2c3d4e5f60718293a4b5c6d7e8f9012',
      pageCount: techniques.length,
      sha256: 'ab'.repeat(32),
    },
    settings: [
      { name: 'staleAfter', value: '365' },
      { name: 'offline', value: 'false' },
      { name: 'format', value: 'csv,xlsx,pdf' },
    ],
    thresholds: { covered: 3, deep: 10, deepSources: 2, staleAfterDays: 365 },
    policy: {
      id: 'evidence',
      version: '1',
      digest: 'ab'.repeat(32),
      title: 'Evidence',
      describes: hostileNames.script,
      columns: [
        {
          id: 'volume',
          heading: 'Volume',
          rule: hostileNames.script,
          words: ['Low', 'High'],
          notKnown: 'its author',
        },
      ],
      rows: techniques.slice(0, 2).map(({ id, name }, index) => ({
        techniqueId: id,
        techniqueName: name,
        column: 'volume',
        heading: 'Volume',
        value: index === 0 ? null : 0,
        word: index === 0 ? null : 'Low',
      })),
    },
    scope: null,
    decisions,
    trend: ['one', 'two', 'r'].map((runId, index) => trendPoint(runId, index)),
    trendLeftOut: 1,
    completeness: {
      pagesFound: techniques.length,
      pagesParsed: techniques.length,
      pagesRejected: 0,
      filesSkipped: 0,
      rowsWritten: resources.length,
      rowsKept: resources.length,
      placeholders: 0,
      outside: {
        name: hostileNames.script,
        sha256: 'ef'.repeat(32),
        techniques: techniques.length,
        columns: [
          { column: hostileNames.formula, category: null, source: null, theirs: null, ours: null },
          { column: 'splunk', category: 'detection', source: 'splunk', theirs: 2, ours: 1 },
        ],
        compared: techniques.length,
        equal: techniques.length - 1,
      },
      differences: [
        {
          against: 'outside-count',
          techniqueId: 'T1059',
          category: 'detection',
          source: 'splunk',
          theirs: 2,
          ours: 1,
          reason: null,
          explanation: hostileNames.template,
          places: [{ file: 'T1059.md', line: 11 }],
          placesCount: 1,
          file: 'T1059.md',
          line: 11,
        },
      ],
      unexplained: 1,
    },
    network: { state: 'online', detail: null, viaProxy: false, proxiedLinks: 0 },
    checkedAt: '2026-11-24T18:00:00.000Z',
    linkAges: {
      asked: links.length,
      carried: 0,
      oldestCarried: null,
      remembered: 0,
      newestRemembered: null,
    },
    changes: {
      baseline: { runId: '2026-11-17T181100Z-1a2b3c4d', startedAt: '2026-11-17T18:11:00.000Z' },
      absence: null,
      notes: [],
      counts: [
        { kind: 'resource', added: 1, removed: 0, moved: 0, renamed: 0, changed: 0, gained: 1, lost: 0 },
        { kind: 'link', added: 0, removed: 0, moved: 0, renamed: 0, changed: 1, gained: 0, lost: 1 },
      ],
      highlights: [
        {
          about: 'link',
          gain: 'lost',
          category: null,
          source: null,
          count: 1,
          techniqueIds: [],
          sentence: `1 link behind evidence died: 1 of ${hostileNames.script}.`,
        },
      ],
      rows: [
        {
          change: 'added',
          kind: 'resource',
          techniqueId: 'T1059',
          category: 'detection',
          source: 'sigma',
          gain: 'gained',
          labelBefore: null,
          urlBefore: null,
          labelAfter: '=HYPERLINK("https://evil.example/")',
          urlAfter: 'https://github.com/SigmaHQ/sigma/blob/master/rules/new.yml',
          difference: null,
        },
        {
          change: 'changed',
          kind: 'link',
          techniqueId: null,
          category: null,
          source: null,
          gain: 'lost',
          labelBefore: null,
          urlBefore: 'https://github.com/SigmaHQ/sigma/blob/master/rules/old.yml',
          labelAfter: null,
          urlAfter: 'https://github.com/SigmaHQ/sigma/blob/master/rules/old.yml',
          difference: 'state: alive, now dead',
        },
      ],
    },
    linkMethods: {
      http: countByMethod('http'),
      tree: countByMethod('tree'),
      reference: countByMethod('reference'),
      carried: 0,
      none: 0,
    },
    repositories: [
      {
        repository: 'github.com/SigmaHQ/sigma',
        by: 'mirror',
        commits: ['8eaafff1f2845a696050e05e72ba1140ee190698'],
        links: countByMethod('tree'),
        note: hostileNames.script,
      },
    ],
    unknowns: [
      { code: 'links-blocked', count: countLinks(links).blocked, detail: null },
      { code: 'links-unreachable', count: countLinks(links).unreachable, detail: null },
      {
        code: 'dates-unknown',
        count: mappings.filter(({ ageDays }) => ageDays === null).length,
        detail: null,
      },
      { code: 'pages-without-mapping', count: paired('neither'), detail: null },
    ],
    totals: {
      pages: techniques.length,
      pagesUnreadable: 0,
      techniques: techniques.length,
      parentTechniques: parents.length,
      subTechniques: techniques.length - parents.length,
      tactics: tacticNames.length,
      mappings: mappings.length,
      resources: resources.length,
      distinctUrls: links.length,
      placeholders: 0,
      techniquesWithoutMapping: techniques.filter(
        ({ id }) => !mappings.some(({ techniqueId }) => techniqueId === id),
      ).length,
      validated: paired('validated'),
      detectableUntested: paired('detectable-untested'),
      listedUnverified: paired('listed-unverified'),
      testedUndetected: paired('tested-undetected'),
      gaps: gaps.length,
      gapsAccepted: 0,
      findings: { error: severe('error'), warning: severe('warning'), note: severe('note') },
      links: countLinks(links),
      policy: summaryOf(techniques, 'policy'),
      detection: summaryOf(techniques, 'detection'),
      test: summaryOf(techniques, 'test'),
      other: summaryOf(techniques, 'other'),
    },
    ages: {
      newest: '2026-08-10',
      oldest: '2022-08-09',
      medianDays: 107,
      bands: [ageBand(0, 90), ageBand(90, 365), ageBand(365, 1095), ageBand(1095, null)],
      undated: mappings.filter(({ ageDays }) => ageDays === null).length,
    },
    tactics: tacticNames.map((tactic) => {
      const own = inTactic(tactic)
      const [policy, detection, test] = [
        summaryOf(own, 'policy'),
        summaryOf(own, 'detection'),
        summaryOf(own, 'test'),
      ]
      const ids = new Set(own.map(({ id }) => id))
      const subTechniques = own.filter(({ parentId }) => parentId !== null).length
      return {
        tactic,
        techniques: own.length - subTechniques,
        subTechniques,
        policy,
        detection,
        test,
        validated: own.filter(({ validated }) => validated).length,
        gaps: gaps.filter(({ techniqueId }) => ids.has(techniqueId)).length,
        links: countLinks([]),
      }
    }),
    sources,
    repositoryLinks: [{ repository: 'github.com/SigmaHQ/sigma', links: 1, states: countLinks([]) }],
    deadSince: {
      bands: [
        { fromDays: 0, toDays: 30, links: 1 },
        { fromDays: 30, toDays: null, links: 2 },
      ],
      undated: 1,
      byHistory: 2,
    },
    repairs: { sureLinks: 3, surePlaces: 4, otherLinks: 1, otherPlaces: 1, resources: 3 },
    hosts,
    heatMap: tacticNames.map((tactic) => ({
      tactic,
      cells: inTactic(tactic)
        .filter(({ parentId }) => parentId === null || !techniques.some(({ id }) => id === parentId))
        .map((parent) => ({
          ...heatCell(parent),
          subTechniques: techniques.filter(({ parentId }) => parentId === parent.id).map(heatCell),
        })),
    })),
    reconciliation: sources.map(({ category, source, sourceName, mappings: count, declaredSum, listed }) => ({
      category,
      source,
      sourceName,
      mappings: count,
      declared: declaredSum,
      rows: listed,
      tests: source === 'atomic' ? listed : null,
      placeholders: 0,
      difference: declaredSum - listed,
      mismatches: source === 'splunk' ? count : 0,
    })),
    findingCounts: [...new Set(findings.map(({ code }) => code))].sort().map((code) => ({
      code,
      severity: findingWords[code].severity,
      count: findings.filter((each) => each.code === code).length,
    })),
    techniques,
    mappings,
    resources,
    links,
    linkPlaces,
    findings,
    gaps,
    reference: {
      attackVersion: '19.1',
      attackDate: '2026-05',
      attackSource: 'enterprise-attack.json',
      attackSha256: 'cd'.repeat(32),
      attackPagesVersion: '10.1',
      d3fendVersion: '1.2.0',
      d3fendDate: '2025-08',
      d3fendSource: 'd3fend.csv',
      d3fendSha256: 'ef'.repeat(32),
      revoked: 1,
      deprecated: 1,
      renamed: 1,
      unknown: 0,
      tacticsChanged: 9,
      tacticsRenamed: 8,
      countermeasuresRenamed: 1,
      countermeasuresUnknown: 0,
    },
  }
  return structuredClone({ ...report, ...overrides })
}
