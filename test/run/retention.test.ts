import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DatedRun, fatesOf, monthlyUntil, type RetentionRule } from '../../pipeline/run/retention.js'

const today = '2026-11-24T03:00:00.000Z'
/** A run by its day, complete unless told. */
const run = (runId: string, day: string, { complete = true, location = 'pages' } = {}): DatedRun => ({
  runId,
  manifest: { startedAt: `${day}T02:30:00.000Z`, complete, corpus: { location } },
})
const going = (runs: DatedRun[], rule: RetentionRule, latest: string | null = runs[0]?.runId ?? null) =>
  fatesOf(runs, latest, rule, today).flatMap(({ runId, goes }) => (goes ? [runId] : []))

const nights = [
  run('n6', '2026-11-24'),
  run('n5', '2026-11-23'),
  run('n4', '2026-10-31'),
  run('n3', '2026-10-30'),
  run('n2', '2026-09-30'),
  run('n1', '2026-01-31'),
]

describe('which runs go', () => {
  it.each<[string, DatedRun[], RetentionRule, string[]]>([
    ['none where all are kept', nights, { keepRuns: 0, keepMonthly: 0 }, []],
    ['all but the newest', nights, { keepRuns: 2, keepMonthly: 0 }, ['n4', 'n3', 'n2', 'n1']],
    ['but the last of each month', nights, { keepRuns: 1, keepMonthly: 2 }, ['n5', 'n3', 'n2', 'n1']],
    ['over the turn of the year', nights, { keepRuns: 1, keepMonthly: 11 }, ['n5', 'n3']],
    [
      'an incomplete one is not the one of its month',
      [run('d', '2026-11-24'), run('c', '2026-10-31', { complete: false }), run('b', '2026-10-30')],
      { keepRuns: 1, keepMonthly: 2 },
      ['c'],
    ],
    [
      'the newest complete one of another corpus stays: changes are told against it',
      [run('c', '2026-11-24'), run('b', '2026-01-02', { location: 'other' }), run('a', '2026-01-01')],
      { keepRuns: 1, keepMonthly: 0 },
      ['a'],
    ],
    [
      'what we cannot read is not ours, and takes no place',
      [
        run('c', '2026-11-24'),
        { runId: 'odd', manifest: null },
        run('b', '2026-11-23'),
        run('a', '2026-11-22'),
      ],
      { keepRuns: 2, keepMonthly: 0 },
      ['a'],
    ],
  ])('%s', (_, runs, rule, expected) => {
    expect(going(runs, rule)).toEqual(expected)
  })

  it('never the latest, though newer ones are incomplete', () => {
    const runs = ['e', 'd', 'c'].map((id) => run(id, '2026-11-24', { complete: false }))
    expect(
      going([...runs, run('b', '2026-11-01'), run('a', '2026-10-01')], { keepRuns: 1, keepMonthly: 0 }, 'b'),
    ).toEqual(['d', 'c', 'a'])
  })

  it('by law: never the latest nor the newest N, and doing it again removes nothing more', () => {
    const dated = fc.record({
      day: fc.date({ min: new Date('2024-01-01'), max: new Date(today), noInvalidDate: true }),
      complete: fc.boolean(),
      location: fc.constantFrom('a', 'b'),
    })
    fc.assert(
      fc.property(
        fc.array(dated, { maxLength: 40 }),
        fc.integer({ min: 1, max: 9 }),
        fc.nat(30),
        (all, keepRuns, keepMonthly) => {
          const runs = all
            .sort((a, b) => b.day.getTime() - a.day.getTime())
            .map(({ day, ...more }, index) => run(`r${index}`, day.toISOString().slice(0, 10), more))
          const latest = runs.find(({ manifest }) => manifest?.complete)?.runId ?? null
          const rule = { keepRuns, keepMonthly }
          const gone = new Set(going(runs, rule, latest))
          expect(gone.has(latest ?? '')).toBe(false)
          for (const { runId } of runs.slice(0, keepRuns)) expect(gone.has(runId)).toBe(false)
          expect(
            going(
              runs.filter(({ runId }) => !gone.has(runId)),
              rule,
              latest,
            ),
          ).toEqual([])
        },
      ),
    )
  })
})

it.each([
  ['2026-11', 2, '2027-01'],
  ['2026-12', 1, '2027-01'],
  ['2026-01', 11, '2026-12'],
])('the run of %s is kept for %i months, until %s', (month, keepMonthly, until) => {
  expect(monthlyUntil(month, { keepRuns: 1, keepMonthly })).toBe(until)
})
