import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assess } from '../../pipeline/assess/index.js'
import { LinkState } from '../../pipeline/model/links.js'
import { Level, type Report } from '../../pipeline/model/report.js'
import { headlineFigures, wrongFigures } from '../../pipeline/verify/index.js'
import { bookBytes, readBook, sheetOf, tables, workbook } from '../render/xlsx-book.js'
import { assessSettings } from '../support/assess-settings.js'
import { type CsvRow, countOf, csvTables, sumOf } from '../support/csv-tables.js'
import { someFacts } from '../support/generated-facts.js'

const categories = ['policy', 'detection', 'test', 'other'] as const
const report = someFacts.map((facts) => assess(facts, assessSettings).report)
const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0)

/** A resource of a row as its reader tells it apart: its address, or its words and where these stand. */
function identity(row: CsvRow): string {
  return row.url || JSON.stringify([row.source, row.evidence_url || row.file, row.label])
}

/** Distinct resources by what the state of their link makes of them, counted in csv/resources.csv alone. */
function standings(rows: readonly CsvRow[]) {
  const states = new Map(rows.map((row) => [identity(row), row.link_state ?? '']))
  const verified = [...states.values()].filter((state) => state === 'alive' || state === 'moved').length
  const lost = [...states.values()].filter((state) => state === 'dead').length
  return {
    listed: rows.length,
    distinct: states.size,
    verified,
    lost,
    unknown: states.size - verified - lost,
  }
}

/** Each total with what it must be by the rows of the CSV files: a name, the figure, the sum. */
async function byRows(of: Report): Promise<[string, unknown, unknown][]> {
  const { totals } = of
  const csv = await csvTables(of, tables)
  const [techniques, mappings, resources] = [csv('techniques'), csv('mappings'), csv('resources')]
  const [links, findings, gaps] = [csv('links'), csv('findings'), csv('gaps')]
  return [
    ['techniques', totals.techniques, techniques.length],
    ['sub-techniques', totals.subTechniques, techniques.filter((row) => row.parent_id !== '').length],
    ['mappings', totals.mappings, mappings.length],
    ['resources', totals.resources, resources.length],
    ['rows of the mappings', totals.resources, sumOf(mappings, 'listed_count')],
    ['rows by source', totals.resources, sumOf(csv('reconciliation'), 'rows_listed')],
    ['mappings by source', totals.mappings, sumOf(csv('reconciliation'), 'mappings')],
    ['declared by source', sumOf(mappings, 'declared_count'), sumOf(csv('reconciliation'), 'declared')],
    ['placeholders', totals.placeholders, sumOf(csv('reconciliation'), 'placeholders')],
    ['distinct links', totals.distinctUrls, links.length],
    ['gaps', totals.gaps, gaps.length],
    ['gaps of techniques', totals.gaps, sumOf(techniques, 'gaps')],
    ['findings', sum(Object.values(totals.findings)), findings.length],
    [
      'findings of techniques',
      findings.filter((row) => row.technique_id !== '').length,
      sumOf(techniques, 'findings'),
    ],
    ['errors', totals.findings.error, countOf(findings, 'severity', 'error')],
    ['validated', totals.validated, countOf(techniques, 'validated', 'true')],
    ['untested', totals.detectableUntested, countOf(techniques, 'pairing', 'detectable-untested')],
    ['undetected', totals.testedUndetected, countOf(techniques, 'pairing', 'tested-undetected')],
    ['unverified', totals.listedUnverified, countOf(techniques, 'pairing', 'listed-unverified')],
    ['differences', of.completeness.differences.length, csv('differences').length],
    ['unexplained', of.completeness.unexplained, countOf(csv('differences'), 'reason', '')],
    ...LinkState.options.map((state): [string, unknown, unknown] => [
      `links ${state}`,
      totals.links[state],
      countOf(links, 'state', state),
    ]),
    ...categories.flatMap((category): [string, unknown, unknown][] => {
      const { listed, distinct, verified, lost, unknown } = totals[category]
      const own = resources.filter((row) => row.category === category)
      return [
        [category, { listed, distinct, verified, lost, unknown }, standings(own)],
        [`${category} listed`, listed, sumOf(techniques, `${category}_listed`)],
        ...Level.options.map((level): [string, unknown, unknown] => [
          `${category} ${level}`,
          totals[category].levels[level],
          countOf(techniques, `${category}_level`, level),
        ]),
      ]
    }),
    ...techniques.flatMap((row) =>
      categories.map((category): [string, unknown, unknown] => {
        const own = resources.filter(
          (each) => each.technique_id === row.technique_id && each.category === category,
        )
        const parts = ['listed', 'distinct', 'verified', 'lost', 'unknown'] as const
        const shown = Object.fromEntries(parts.map((part) => [part, Number(row[`${category}_${part}`])]))
        return [`${category} of ${row.technique_id}`, shown, standings(own)]
      }),
    ),
  ]
}

/** Each total with the sum of its parts in the report itself. */
async function byParts(of: Report): Promise<[string, unknown, unknown][]> {
  const { totals, completeness } = of
  const states = (all: readonly { states: Report['totals']['links'] }[]) =>
    Object.fromEntries(LinkState.options.map((state) => [state, sum(all.map((each) => each.states[state]))]))
  return [
    ['parents and sub-techniques', totals.techniques, totals.parentTechniques + totals.subTechniques],
    ['hosts', totals.distinctUrls, sum(of.hosts.map(({ links }) => links))],
    ['states by host', totals.links, states(of.hosts)],
    ['methods', totals.distinctUrls, sum(Object.values(of.linkMethods))],
    ['mappings by source', totals.mappings, sum(of.sources.map(({ mappings }) => mappings))],
    ['resources by source', totals.resources, sum(of.sources.map(({ listed }) => listed))],
    [
      'mappings by age',
      totals.mappings,
      sum(of.ages.bands.map(({ mappings }) => mappings)) + of.ages.undated,
    ],
    ['findings by code', of.findings.length, sum(of.findingCounts.map(({ count }) => count))],
    ['rows written', completeness.rowsWritten, completeness.rowsKept + completeness.placeholders],
    ['rows kept', completeness.rowsKept, totals.resources],
    ['pages', completeness.pagesFound, completeness.pagesParsed + completeness.pagesRejected],
    ...of.tactics.map((each): [string, unknown, unknown] => {
      const own = of.techniques.filter(({ tactics }) => tactics.includes(each.tactic))
      return [each.tactic, each.techniques + each.subTechniques, own.length]
    }),
    ...[...of.sources, ...of.tactics.flatMap(({ policy, detection, test }) => [policy, detection, test])].map(
      ({ distinct, verified, lost, unknown }): [string, unknown, unknown] => [
        'distinct',
        distinct,
        verified + lost + unknown,
      ],
    ),
  ]
}

describe('the figures of a report', () => {
  it.each([
    ['the rows of the CSV files', byRows],
    ['their parts', byParts],
  ])('are the sums of %s', async (_, pairs) => {
    await fc.assert(
      fc.asyncProperty(report, async (of) => {
        for (const [name, figure, sums] of await pairs(of)) expect(figure, name).toEqual(sums)
      }),
      { numRuns: 60 },
    )
  })

  it('follow from model and links by another computation', () => {
    fc.assert(
      fc.property(someFacts, (facts) => {
        const { totals } = assess(facts, assessSettings).report
        expect(wrongFigures(totals, headlineFigures(facts.model, facts.links, null))).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  it('are the same in the workbook and in the CSV files', async () => {
    await fc.assert(
      fc.asyncProperty(report, async (of) => {
        const csv = await csvTables(of, tables)
        const book = await readBook(await bookBytes(of))
        for (const definition of workbook.sheets) {
          if (definition.kind !== 'table') continue
          const rows = sheetOf(book, definition.name).getSheetValues().slice(4) as unknown[][]
          const filled = rows.filter((row) => row?.some((cell) => cell !== undefined && cell !== null))
          const columns = tables.tables[definition.table]?.columns ?? []
          expect(filled.length, definition.name).toBe(csv(definition.table).length)
          definition.columns.forEach((field, at) => {
            const column = columns.find((each) => each.field === field)
            if (column?.type !== 'integer') return
            const header =
              column.csv ??
              column.heading
                .toLowerCase()
                .replace(/[^a-z0-9]+/g, '_')
                .replace(/_$/, '')
            const inSheet = sum(filled.map((row) => Number(row[at + 1] ?? 0)))
            expect(inSheet, `${definition.name} ${field}`).toBe(sumOf(csv(definition.table), header))
          })
        }
      }),
      { numRuns: 5 },
    )
  })
})
