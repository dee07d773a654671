import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ComparedRun, compare } from '../../pipeline/compare/index.js'
import type { DiffChange, DiffNote } from '../../pipeline/model/diff.js'
import { finding } from '../../pipeline/model/finding.js'
import type { Link, Mapping, Technique } from '../../pipeline/model/model.js'
import { Level } from '../../pipeline/model/report.js'
import { flatMapped } from '../../pipeline/model/series.js'
import { comparedReport, runOf } from '../support/compared-run.js'
import { linkOf } from '../support/links.js'

// Small pools, so that two runs have much in common and much that is alike.
const place = { file: 'T1.md', line: 1 }
const url = fc
  .tuple(
    fc.constantFrom('https://github.com/o/r/blob/m', 'http://www.github.com/o/r/tree/m'),
    fc.constantFrom('a', 'b', '%61', 'c/'),
  )
  .map(([start, end]) => `${start}/${end}`)
const resource = fc.record({
  label: fc.constantFrom('A', 'B'),
  url: fc.option(url, { nil: null }),
  trail: fc.constant<Link[]>([]),
  tests: fc.constantFrom(null, 1, 2),
  place: fc.constant(place),
})
const mapping: fc.Arbitrary<Mapping> = fc.record({
  category: fc.constantFrom('detection', 'test'),
  source: fc.constantFrom('sigma', 'atomic'),
  sourceName: fc.constant('A source'),
  sourceUrl: fc.constant(null),
  lastAccessed: fc.constantFrom(null, '2022-04-27'),
  declaredTotal: fc.constantFrom(null, 3),
  declaredCount: fc.constant(1),
  placeholders: fc.constant(0),
  locator: fc.constant(null),
  place: fc.constant(place),
  resources: fc.array(resource, { maxLength: 5 }),
})
const technique: fc.Arbitrary<Technique> = fc.record({
  id: fc.constantFrom('T1', 'T2'),
  name: fc.constantFrom('X', 'Y'),
  parentId: fc.constant(null),
  tactics: fc.subarray(['Impact', 'Discovery']),
  url: fc.constant(null),
  urlPlace: fc.constant(null),
  description: fc.constant(''),
  descriptionLinks: fc.constant([]),
  place: fc.constant(place),
  mappings: fc.array(mapping, { maxLength: 3 }),
})
const link = fc
  .record({ url, target: url, state: fc.constantFrom('alive', 'dead', 'moved', 'unchecked') })
  .map(({ url: own, target, state }) => linkOf(own, state, { target: state === 'moved' ? target : null }))
const gap = fc.tuple(fc.constantFrom('T1', 'T2'), fc.boolean()).map(([techniqueId, isLost]) => {
  const at = { place, techniqueId, subject: '' }
  return isLost
    ? finding('gap-lost', at, { category: 'test', listed: 1 })
    : finding('gap-detection', at, { tactics: [] })
})

const levels = fc.record({
  detection: fc.constantFrom(...Level.options),
  test: fc.constantFrom('thin', 'deep'),
})
const layer = { layers: [{ name: 'L', sha256: 'd'.repeat(64) }], scoreRule: 'max' }
const scope = fc.option(fc.constant(layer), { nil: null })
const report = fc
  .tuple(fc.dictionary(fc.constantFrom('T1', 'T2'), levels), scope)
  .map(([of, within]) => comparedReport(of, { scope: within }))

const run: fc.Arbitrary<ComparedRun> = fc
  .record({
    techniques: fc.array(technique, { maxLength: 3 }),
    links: fc.uniqueArray(link, { selector: (each) => each.url }),
    findings: fc.uniqueArray(gap, { selector: ({ id }) => id }),
    location: fc.constantFrom('here', 'there'),
    report,
  })
  .map(({ techniques, links, findings, location, report: own }) => {
    const { model, ...rest } = runOf({ links, findings, report: own })
    return { ...rest, model: { ...model, techniques, corpus: { ...model.corpus, location } } }
  })

const otherWord = {
  added: 'removed',
  removed: 'added',
  moved: 'moved',
  renamed: 'renamed',
  changed: 'changed',
}
const otherGain = { gained: 'lost', lost: 'gained', neither: 'neither' }
const otherCode: Partial<Record<DiffNote['code'], string>> = {
  'source-added': 'source-removed',
  'source-removed': 'source-added',
}

/** The cause of a level is told from the side of the change: swapped, its words are others. */
const swapped = ({ change, before, after, gain, cause: _, ...rest }: DiffChange) => ({
  change: otherWord[change],
  ...rest,
  before: after,
  after: before,
  gain: otherGain[gain],
})
const swappedNote = ({ code, before, after, ...rest }: DiffNote) => ({
  code: otherCode[code] ?? code,
  ...rest,
  before: after,
  after: before,
})
const asSet = (items: readonly unknown[]) => items.map((item) => JSON.stringify(item)).sort()

describe('of any two runs', () => {
  it('one compared with itself has not changed', () => {
    fc.assert(
      fc.property(run, (only) => {
        expect(compare(only, structuredClone(only))).toMatchObject({
          changes: [],
          notes: [],
          highlights: [],
        })
      }),
    )
  })

  it('swapping them swaps the sides of every change, what was added and removed, gained and lost', () => {
    fc.assert(
      fc.property(run, run, (one, other) => {
        const [there, back] = [compare(one, other), compare(other, one)]
        expect(asSet(back.changes.map(({ cause: _, ...rest }) => rest))).toEqual(
          asSet(there.changes.map(swapped)),
        )
        expect(asSet(back.notes)).toEqual(asSet(there.notes.map(swappedNote)))
      }),
      { numRuns: 500 },
    )
  })

  it('rows that are added less rows that are removed is how many more there are', () => {
    const rows = ({ model }: ComparedRun) =>
      flatMapped(model.techniques, ({ mappings }) => mappings.flatMap(({ resources }) => resources)).length
    fc.assert(
      fc.property(run, run, (one, other) => {
        const whole = [one, other].map((each) => ({ ...each, report: comparedReport() }))
        const own = compare(whole[0] ?? one, whole[1] ?? other).changes.filter(
          ({ kind }) => kind === 'resource',
        )
        const count = (word: string) => own.filter(({ change }) => change === word).length
        expect(count('added') - count('removed')).toBe(rows(other) - rows(one))
      }),
    )
  })

  it('what matters most is at most ten sentences, lost before gained, each of as many things as there are', () => {
    const order = ['lost', 'gained', 'neither']
    fc.assert(
      fc.property(run, run, (one, other) => {
        const { highlights, changes } = compare(one, other)
        expect(highlights.length).toBeLessThanOrEqual(10)
        expect(highlights.length > 0 || changes.every(({ kind }) => kind === 'mapping')).toBe(true)
        const ranks = highlights.map(({ gain }) => order.indexOf(gain))
        expect(ranks).toEqual([...ranks].sort())
        for (const { sentence, count } of highlights) {
          expect(sentence).toMatch(/[^.]\.$/)
          expect(count).toBeLessThanOrEqual(changes.length)
        }
      }),
    )
  })
})
