import { describe, expect, it } from 'vitest'
import { type Clues, fateOf } from '../../../pipeline/check/in-repositories/fate.js'
import { identifierFormat, identifiersIn } from '../../../pipeline/check/in-repositories/identifiers.js'

const nothing: Clues = {
  departure: null,
  identifiers: null,
  heldBy: [],
  sameContent: [],
  renamedTo: null,
  rivals: [],
  sameName: [],
  identifiersOf: () => [],
}

const of = (clues: Partial<Clues>) => {
  const { target, evidence, certainty, candidates } = fateOf({ ...nothing, ...clues })
  return target === null ? candidates : [target, evidence, certainty]
}

describe('where a file went', () => {
  it('is told by the surest clue', () => {
    const all = {
      heldBy: ['id.yml'],
      sameContent: ['bytes.yml'],
      renamedTo: 'sibling.yml',
      sameName: ['name.yml'],
    }
    expect(of(all)).toEqual(['id.yml', 'identity', 'high'])
    expect(of({ ...all, heldBy: [] })).toEqual(['bytes.yml', 'content', 'high'])
    expect(of({ ...all, heldBy: [], sameContent: [] })).toEqual(['sibling.yml', 'rename', 'medium'])
    expect(of({ sameName: ['name.yml'] })).toEqual(['name.yml', 'name', 'medium'])
    expect(of({})).toEqual([])
  })

  it('is never decided by chance', () => {
    expect(of({ identifiers: ['1'], heldBy: ['b.yml', 'a.yml'], renamedTo: 'a.yml' })).toEqual([
      'a.yml',
      'b.yml',
    ])
    expect(of({ sameContent: ['b.yml', 'a.yml'] })).toEqual(['a.yml', 'b.yml'])
    expect(of({ renamedTo: 'b.yml', rivals: ['a.yml'] })).toEqual(['a.yml', 'b.yml'])
    expect(of({ sameName: ['x/a.yml', 'y/a.yml'] })).toEqual(['x/a.yml', 'y/a.yml'])
  })

  it('is not at a file of another identifier by renaming, and hardly by name', () => {
    const identifiersOf = (path: string) => (path === 'none.yml' ? [] : ['other'])
    const went = { identifiers: ['own'], identifiersOf }
    expect(of({ ...went, renamedTo: 'sibling.yml' })).toEqual(['sibling.yml'])
    expect(of({ ...went, sameName: ['x/a.yml'] })).toEqual(['x/a.yml', 'name', 'low'])
    expect(of({ ...went, renamedTo: 'none.yml' })).toEqual(['none.yml', 'rename', 'medium'])
  })

  it('is where most of many tests went', () => {
    expect(of({ identifiers: ['1', '2', '3'], heldBy: ['a.yaml', 'a.yaml', 'b.yaml'] })).toEqual([
      'a.yaml',
      'identity',
      'high',
    ])
    expect(of({ identifiers: ['1', '2'], heldBy: ['a.yaml', 'b.yaml'] })).toEqual(['a.yaml', 'b.yaml'])
  })
})

describe('identifiers', () => {
  const one = 'fe6e002f-f244-4278-9263-20e4b593827f'
  const two = '0A1B2C3D-1111-2222-3333-444455556666'
  it.each([
    ['rule.yml', `title: A\r\nid: ${one}\r\nrelated:\r\n    - id: ${two}\r\n`, [one]],
    ['rule.yaml', `id: '${two}' # Sentinel\n`, [two.toLowerCase()]],
    ['CAR-2013-04-002.yaml', 'id: CAR-2013-04-002\n', ['car-2013-04-002']],
    [
      'T1.yaml',
      `- name: x\n  auto_generated_guid: ${one}\n- name: y\n  auto_generated_guid: ${one}\n`,
      [one],
    ],
    ['T1.md', `**auto_generated_guid:** ${one}\n`, [one]],
    ['rule.toml', `[rule]\nname = "x"\nrule_id = "${one}"\n`, [one]],
    ['rule.json', `{\n  "rule_id": "${one}"\n}`, [one]],
    ['rule.yml', 'id: 12\nother: x\n', []],
  ])('%s', (path, text, expected) => {
    expect(identifiersIn(new TextEncoder().encode(text), identifierFormat(path) ?? '')).toEqual(expected)
  })
})
