import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fix } from '../../pipeline/fix/index.js'
import { sha256 } from '../../pipeline/model/digest.js'
import type { LinkRecord } from '../../pipeline/model/links.js'
import { linkOf } from '../support/links.js'

const url = (name: string) => `https://x.example/${name}`
const encode = (text: string) => new TextEncoder().encode(text)

type Evidence = NonNullable<LinkRecord['evidence']>

/** A link at these lines: alive, or moved by some evidence. */
function link(name: string, lines: number[], target?: string, evidence: Evidence = 'identity'): LinkRecord {
  const places = lines.map((line) => ({ file: 'p.md', line, role: 'resource' as const }))
  if (target === undefined) return linkOf(url(name), 'alive', { places })
  return linkOf(url(name), 'moved', { target: url(target), evidence, certainty: 'high', places })
}

/** Fixes a page that the run read as `before`, as it is today; fails where that is not explained. */
function fixedOf(before: string, today: string, links: LinkRecord[], include: string[] = []) {
  const result = fix({
    links,
    pages: [{ file: 'p.md', sha256: sha256(before) }],
    files: [{ file: 'p.md', content: { bytes: encode(today) } }],
    included: new Set(include),
  })
  const [page] = result.fixed
  return { ...result, text: page === undefined ? today : new TextDecoder().decode(page.after) }
}

describe('a second fix', () => {
  it.each([
    ['two definitions', '* [a][r1]\n* [b][r2]\n\n[r1]: OLD\n[r2]: OLD', [1, 2]],
    ['a definition beside an inline link of its paragraph', '* [a][r1]\n* [b](OLD)\n\n[r1]: OLD', [1, 2]],
    ['a definition within its paragraph', '[a][r1]\n\n[r1]: OLD\n[b](OLD)', [1, 4]],
  ])('finds nothing left of %s', (_, shape, lines) => {
    const text = shape.replaceAll('OLD', url('old'))
    const links = [link('old', lines, 'new')]
    const first = fixedOf(text, text, links)
    expect(first.text).toBe(text.replaceAll(url('old'), url('new')))
    expect(fixedOf(text, first.text, links)).toMatchObject({ fixed: [], changed: [] })
  })

  it('counts what it could not reach as the first did, whatever else has that target', () => {
    const text = `<a href="${url('a')}"> [l](${url('b')})`
    const links = [link('a', [1], 'new'), link('b', [1], 'new')]
    const first = fixedOf(text, text, links)
    expect([...first.left.values()]).toEqual([1])
    expect(fixedOf(text, first.text, links).left).toEqual(first.left)
  })
})

describe('a fix with more kinds after one with less', () => {
  const [sure, named] = [link('old', [1], 'new'), link('n', [3], 'm', 'name')]

  it.each<[string, string, LinkRecord[]]>([
    ['the new URL in the paragraph', '[A](old)\n[New](new)\n[N](n)', [sure, link('new', [2]), named]],
    ['the new URL in the same line', '[New](new) [A](old)\n\n[N](n)', [sure, link('new', [1]), named]],
    ['the new URL where the run names no link', '[A](old)\n> [New](new)\n[N](n)', [sure, named]],
    ['two old URLs of one target', '[A](old)\n[B](also)\n[N](n)', [link('also', [2], 'new'), sure, named]],
    ['an address on a later line', '[A\nlines](old) [New](new)\n[N](n)', [sure, link('new', [2]), named]],
    [
      'definitions of both',
      '[A][a] [N][b]\n[N](n)\n\n[N](n)\n\n[a]: old\n[b]: new',
      [sure, link('new', [1]), named],
    ],
    [
      'a chain of both kinds',
      '[A](old)\n[New](new)\n[N](n)',
      [sure, link('new', [2], 'newest', 'name'), named],
    ],
  ])('takes a page with %s', (_, shape, links) => {
    const text = shape.replace(/\((\w+)\)|: (\w+)/g, (_, inline, defined) =>
      inline === undefined ? `: ${url(defined)}` : `(${url(inline)})`,
    )
    const first = fixedOf(text, text, links)
    const second = fixedOf(text, first.text, links, ['name'])
    expect(first.text).not.toBe(text)
    expect(second.changed).toEqual([])
    expect(second.text).toBe(fixedOf(text, text, links, ['name']).text)
    expect(second.text).toContain(`[N](${url('m')})`)
  })

  it('takes a page with many definitions, the last of them of the new URL', () => {
    const others = Array.from({ length: 30 }, (_, at) => link(`o${at}`, [1], `t${at}`))
    const defined = others.map((each, at) => `[${at}]: ${each.url}`).join('\n')
    const text = `[0] … [29] [A](${url('old')}) [New][new]\n\n[N](${url('n')})\n\n${defined}\n[new]: ${url('new')}`
    const links = [...others, sure, link('new', [1]), named]
    const first = fixedOf(text, text, links)
    expect(fixedOf(text, first.text, links, ['name'])).toMatchObject({ changed: [], fixed: [{}] })
  })

  it('still refuses a page with one more link to the new URL', () => {
    const text = `[A](${url('old')})\n\n[N](${url('n')})`
    const today = `[A](${url('new')}) [A](${url('new')})\n\n[N](${url('n')})`
    expect(fixedOf(text, today, [sure, named], ['name']).changed).toHaveLength(1)
  })
})

it('gives up on a page with too many possibilities in good time', { timeout: 5_000 }, () => {
  const row = `[A](${url('old')}) [B](${url('new')})\n`
  const lines = Array.from({ length: 200 }, (_, at) => at + 1)
  const links = [link('old', lines, 'new'), link('new', lines), link('n', [1], 'm', 'name')]
  const today = `${row.repeat(200).replaceAll(url('old'), url('new'))}[N](${url('n')})`
  const result = fixedOf('something else', today, links, ['name'])
  expect(result).toMatchObject({ fixed: [], changed: [{ file: 'p.md' }] })
})

describe('law: fixes by and by come to what one fix comes to', () => {
  const names = ['a', 'b', 'c', 'd', 'e']
  const kinds: Evidence[] = ['identity', 'name', 'rename']
  const row = fc.tuple(
    fc.constantFrom('[l](U)', '<U>', '[l][U]', 'U', '[U]: U', '`<U>`'),
    fc.constantFrom(...names),
  )
  const line = fc.oneof(
    { weight: 4, arbitrary: fc.array(row, { minLength: 1, maxLength: 2 }) },
    { weight: 1, arbitrary: fc.constantFrom([], [['```', ''] as [string, string]]) },
  )
  // A link moves to a later one alone, so that none moves in a circle.
  const moves = fc.tuple(
    ...names.map((_, at) => fc.option(fc.tuple(fc.nat(4 - at), fc.constantFrom(...kinds)))),
  )

  it('and nothing is left or refused', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 8 }), moves, (rows, moved) => {
        const text = rows
          .map((row) => row.map(([form, name]) => form.replaceAll('U', url(name))).join(' '))
          .join('\n')
        const links = names.map((name, at) => {
          const lines = rows.flatMap((row, line) => (row.some(([, each]) => each === name) ? [line + 1] : []))
          const move = moved[at]
          return move === null || move === undefined
            ? link(name, lines)
            : link(name, lines, names[at + 1 + move[0]] ?? 'z', move[1])
        })
        let today = text
        for (const include of [[], ['name'], ['name', 'rename']]) {
          const once = fixedOf(text, text, links, include)
          const next = fixedOf(text, today, links, include)
          expect(next).toMatchObject({ changed: [], text: once.text, left: once.left })
          expect(fixedOf(text, next.text, links, include)).toMatchObject({ changed: [], fixed: [] })
          today = next.text
        }
        expect(fixedOf(text, today, links)).toMatchObject({ changed: [], fixed: [] })
      }),
      { numRuns: 500 },
    )
  })
})
