import { describe, expect, it } from 'vitest'
import { layer, scopeOfLayers, scored } from '../support/layers.js'
import { fileOf, pageText, read } from '../support/page.js'
import { attackTechnique, referenceOf } from '../support/reference.js'

const revoked = (current: string | null) => ({ status: 'revoked' as const, revokedBy: current, current })
const reference = referenceOf([
  attackTechnique('T1001'),
  attackTechnique('T1002', { name: 'Today', tactics: ['stealth'] }, { tactics: ['defense-evasion'] }),
  attackTechnique('T1003', { name: 'New', tactics: ['stealth'] }, null),
  attackTechnique('T1010', revoked('T1002')),
  attackTechnique('T1011', revoked('T1002')),
  attackTechnique('T1012', revoked(null)),
  attackTechnique('T1013', { status: 'deprecated' }),
  attackTechnique('T1014', null, { name: 'Once' }),
])
const { model } = read(...['T1001', 'T1010', 'T1020'].map((id) => fileOf(`${id}.md`, pageText({ id }))))

function meant(layers: Record<string, number | null>[], rule: 'max' | 'sum' = 'max') {
  const scope = scopeOfLayers(
    layers.map((scores) => layer(scored(scores))),
    model,
    reference,
    rule,
  )
  return { ...scope, scores: [...scope.techniques.values()].map(({ id, score }) => [id, score]) }
}

describe('several layers', () => {
  const layers = [
    { T1001: 2, T1002: null, T1013: 0 },
    { T1001: 3, T1002: 5, T1003: null },
  ]
  it.each([
    ['max', 3],
    ['sum', 5],
  ] as const)('are one scope, their scores combined by %s', (rule, score) => {
    const { scores, summary } = meant(layers, rule)
    expect(scores).toEqual([
      ['T1001', score],
      ['T1002', 5],
      ['T1003', null],
      ['T1013', 0],
    ])
    expect(summary).toMatchObject({
      techniques: 4,
      scored: 3,
      withoutPage: 3,
      pagesOutside: 2,
      scoreRule: rule,
    })
    expect(summary.layers.map(({ file, enabled }) => [file, enabled])).toEqual([
      ['l0.json', 3],
      ['l1.json', 3],
    ])
  })
})

describe('ids that ATT&CK has revoked', () => {
  it('are themselves where there is a page, and else their successors, once', () => {
    const { scores, summary, findings } = meant([{ T1010: 1, T1011: 4, T1002: 2, T1012: 7 }], 'sum')
    expect(scores).toEqual([
      ['T1002', 4],
      ['T1010', 1],
      ['T1012', 7],
    ])
    expect(summary.mapped).toEqual([{ techniqueId: 'T1011', successor: 'T1002' }])
    expect(
      findings.map(({ code, techniqueId, facts }) => [code, techniqueId, facts.id, facts.successor]),
    ).toEqual([
      ['scope-technique-revoked', 'T1010', 'T1010', 'T1002'],
      ['scope-technique-revoked', 'T1002', 'T1011', 'T1002'],
      ['scope-technique-revoked', 'T1012', 'T1012', null],
    ])
  })
})

describe('ids that ATT&CK does not have', () => {
  it('are left out and reported, unless a page is about them', () => {
    const { scores, summary, findings } = meant([{ T9999: 9, T1014: 1, T1020: 2, S0266: 1 }])
    expect(scores).toEqual([['T1020', 2]])
    expect(summary.unknown).toEqual(['S0266', 'T1014', 'T9999'])
    expect(findings.map(({ techniqueId, facts }) => [techniqueId, facts.id, facts.before])).toEqual([
      [null, 'S0266', null],
      [null, 'T1014', 'Once'],
      [null, 'T9999', null],
    ])
  })
})

it('a technique without a page is told as ATT&CK has it, under the tactics of the pages’ version', () => {
  const { techniques } = meant([{ T1001: 1, T1002: 1, T1003: 1 }])
  expect([...techniques.values()].map(({ withoutPage }) => withoutPage)).toEqual([
    null,
    { name: 'Today', tactics: ['Defense Evasion'], predecessors: ['T1010'] },
    { name: 'New', tactics: ['Stealth'], predecessors: [] },
  ])
})
