import { describe, expect, it } from 'vitest'
import { mappingText, pageText, readOne } from '../support/page.js'

const u = 'https://github.com/o/r/blob/main/rules'

/** The resources of a page whose only block has these rows. */
function resources(rows: string) {
  const { technique, codes } = readOne(pageText({ detection: mappingText({ rows }) }))
  return { list: technique.mappings.flatMap((mapping) => mapping.resources), codes }
}

describe('a row', () => {
  it('with one link is a resource with label and URL as written', () => {
    const { list } = resources(`* [rules/win_x\\_y.yml](${u}/a%20b_(ASIMVersion).yaml)`)
    expect(list).toEqual([
      {
        label: 'rules/win_x\\_y.yml',
        url: `${u}/a%20b_(ASIMVersion).yaml`,
        trail: [],
        tests: null,
        place: { file: 'T1071.001.md', line: 19 },
      },
    ])
  })

  it('with a trail keeps the folders apart from its own link', () => {
    const { list } = resources(
      `* [windows](${u}/windows/) / [builtin](${u}/windows/builtin/) / **[A &amp; B](${u}/x.yml)**`,
    )
    expect(list.map(({ label, url, trail }) => ({ label, url, trail }))).toEqual([
      {
        label: 'A &amp; B',
        url: `${u}/x.yml`,
        trail: [
          { label: 'windows', url: `${u}/windows/` },
          { label: 'builtin', url: `${u}/windows/builtin/` },
        ],
      },
    ])
  })

  it('that stands twice under one bullet is one resource', () => {
    const { list } = resources(`* * **[L](${u}/l.toml)**\n**[L](${u}/l.toml)**\n* [M](${u}/m.toml)`)
    expect(list.map(({ label, place }) => [label, place.line])).toEqual([
      ['L', 19],
      ['M', 21],
    ])
  })

  it('whose link is lost keeps its label and is reported', () => {
    const { list, codes } = resources('* Potential Shell (via wget))**\n* Mimikatz)**')
    expect(list.map(({ label, url }) => [label, url])).toEqual([
      ['Potential Shell (via wget)', null],
      ['Mimikatz', null],
    ])
    expect(codes.filter((code) => code === 'resource-unlinked')).toHaveLength(2)
  })

  it('states its unit tests in either form', () => {
    const { list } = resources(
      `* [A](${u}/a.yaml): 3 <code>unit_tests</code>\n* [B](${u}/b.yaml): 12 unit tests\n* [C](${u}/c.yaml)`,
    )
    expect(list.map(({ tests }) => tests)).toEqual([3, 12, null])
  })

  it('whose address has no marks is read as GitHub shows it', () => {
    const { list } = resources(
      `* ${u}/a.yml\n* A rule: ${u}/b.yml.\n* **${u}/c.yml** - C\n* see ${u}/d.yml for more`,
    )
    expect(list.map(({ label, url }) => [label, url])).toEqual([
      [`${u}/a.yml`, `${u}/a.yml`],
      ['A rule', `${u}/b.yml`],
      ['C', `${u}/c.yml`],
      [`see ${u}/d.yml for more`, null],
    ])
  })

  it('whose bullet is missing is a row of its own', () => {
    const { list } = resources(`* [A](${u}/a.yml)\n[B](${u}/b.yml)\n* [C](${u}/c.yml)`)
    expect(list.map(({ label, place }) => [label, place.line])).toEqual([
      ['A', 19],
      ['B', 20],
      ['C', 21],
    ])
  })

  it('whose address no CommonMark link may have is read as written', () => {
    const { list } = resources(`* [A](${u}/a b.yml)\n* **[B](${u}/b(c.yml)**`)
    expect(list.map(({ label, url }) => [label, url])).toEqual([
      ['A', `${u}/a b.yml`],
      ['B', `${u}/b(c.yml`],
    ])
  })

  it.each(['*', '-', '+'])('may have the bullet %s', (bullet) => {
    expect(resources(`${bullet} [A](${u}/a.yml)\n${bullet} [B](${u}/b.yml)`).list).toHaveLength(2)
  })

  it('may be numbered', () => {
    expect(resources(`1. [A](${u}/a.yml)\n2. [B](${u}/b.yml)`).list).toHaveLength(2)
  })

  it('may be an autolink or a reference', () => {
    const { list } = resources(`* <${u}/a.yml>\n* [B][b]\n\n[b]: ${u}/b.yml`)
    expect(list.map(({ label, url }) => [label, url])).toEqual([
      [`${u}/a.yml`, `${u}/a.yml`],
      ['B', `${u}/b.yml`],
    ])
  })

  it('that only says there is nothing is no resource, and reported', () => {
    const { list, codes } = resources(
      '* [no defensive relations yet](https://d3fend.mitre.org/technique/d3f:nodefensiverelationsyet)',
    )
    expect(list).toEqual([])
    expect(codes).toContain('placeholder-row')
    expect(codes).not.toContain('count-mismatch')
  })
})
