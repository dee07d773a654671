import { type Finding, findingCodes } from '../model/finding.js'
import { groupBy } from '../model/group-by.js'
import type { Report, Totals } from '../model/report.js'
import type { TechniqueCoverage } from './coverage.js'
import type { Judged } from './judge.js'
import { linkCounts } from './link-summary.js'
import { categorySummary } from './tactics.js'

/** The figures of the whole report: what there is, how far it holds, and what is wrong with it. */
export function totalsOf({ model, links, coverage, resources, findings, gaps, accepted }: Judged): Totals {
  const { techniques } = model
  const mappings = techniques.flatMap((technique) => technique.mappings)
  const ids = new Set(techniques.map(({ id }) => id))
  const subTechniques = coverage.filter(({ parentId }) => parentId !== null).length
  const paired = (pairing: TechniqueCoverage['pairing']) =>
    coverage.filter((each) => each.pairing === pairing).length
  const severe = (severity: Finding['severity']) =>
    findings.filter((each) => each.severity === severity).length
  return {
    pages: model.corpus.pageCount,
    pagesUnreadable: findings.filter(({ code }) => code === 'page-unreadable').length,
    techniques: coverage.length,
    parentTechniques: coverage.length - subTechniques,
    subTechniques,
    tactics: new Set(coverage.flatMap(({ tactics }) => tactics)).size,
    mappings: mappings.length,
    resources: resources.length,
    distinctUrls: links.links.length,
    placeholders: mappings.reduce((sum, { placeholders }) => sum + placeholders, 0),
    techniquesWithoutMapping:
      ids.size - new Set(techniques.filter(({ mappings: own }) => own.length > 0).map(({ id }) => id)).size,
    validated: paired('validated'),
    detectableUntested: paired('detectable-untested'),
    listedUnverified: paired('listed-unverified'),
    testedUndetected: paired('tested-undetected'),
    gaps: gaps.length,
    gapsAccepted: accepted,
    findings: { error: severe('error'), warning: severe('warning'), note: severe('note') },
    links: linkCounts(links.links),
    policy: categorySummary(coverage, resources, 'policy'),
    detection: categorySummary(coverage, resources, 'detection'),
    test: categorySummary(coverage, resources, 'test'),
    other: categorySummary(coverage, resources, 'other'),
  }
}

/** How many findings there are of each code that there is, in the order of the codes. */
export function findingCounts(findings: readonly Finding[]): Report['findingCounts'] {
  const groups = groupBy(findings, ({ code }) => code)
  return findingCodes.flatMap((code) => {
    const own = groups.get(code)
    return own?.[0] === undefined ? [] : [{ code, severity: own[0].severity, count: own.length }]
  })
}
