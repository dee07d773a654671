import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fix } from '../../pipeline/fix/index.js'
import { asDestination } from '../../pipeline/model/as-destination.js'
import { sha256 } from '../../pipeline/model/digest.js'
import type { LinkRecord } from '../../pipeline/model/links.js'
import { hasGit } from '../support/git-repository.js'
import { linkOf } from '../support/links.js'

/** Not every machine has it. */
const patch = 'patch'

const [old, target] = ['https://x.example/a', 'https://x.example/b']

function moved(line: number, more: Partial<LinkRecord> = {}): LinkRecord {
  const places = [{ file: 'p.md', line, role: 'resource' as const }]
  return linkOf(old, 'moved', { target, evidence: 'identity', certainty: 'high', places, ...more })
}

function fixed(text: string | Uint8Array, links: LinkRecord[], include: string[] = [], hash?: string) {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text
  const pages = [{ file: 'p.md', sha256: hash ?? sha256(bytes) }]
  const result = fix({
    links,
    pages,
    files: [{ file: 'p.md', content: { bytes } }],
    included: new Set(include),
  })
  const [page] = result.fixed
  return {
    ...result,
    text: page === undefined ? null : new TextDecoder('utf-8', { ignoreBOM: true }).decode(page.after),
  }
}

describe('a URL is replaced', () => {
  it.each([
    `[l](${old})`,
    `[l](<${old}>)`,
    `see <${old}>`,
    `[x]: ${old}`,
    `[l](${old} "title")`,
    `<code>[l](${old})</code>`,
    `| [l]( ${old} ) |`,
    `[over\nlines](${old})`,
    `[l][x] and\n\n[x]: ${old} "title"`,
    `[l][x]\n\n\`\`\`js\ncode\n\`\`\`\n\n[x]: ${old}`,
    `[l][x]\n\n~~~~\n\`\`\`\n~~~~~ \n[x]: ${old}`,
  ])('in %s', (text) => {
    expect(fixed(text, [moved(1)]).text).toBe(text.replace(old, target))
  })

  it.each([
    `${old}`,
    `[l](${old}/c)`,
    `[l](${old}#c)`,
    `<${old}/c>`,
    `\`<${old}>\``,
    `\`[l](${old})\``,
    `(${old})`,
    `[${old}](https://w.example/)`,
    `[l](https://w.example/?${old})`,
    `<a href="${old}">l</a>`,
    `[l][x]\n\n\`\`\`\n[x]: ${old}\n\`\`\``,
    `[l][x]\n\n\`\`\`\n[x]: ${old}`,
    `[l][x]\n\n\`\`\`\n\`\`\`js\n[x]: ${old}\n\`\`\``,
    `[l][x]\n\n~~~~\n~~~\n[x]: ${old}`,
    `l\n\n[l](${old})`,
  ])('never in %s', (text) => {
    const result = fixed(text, [moved(1)])
    expect(result.fixed).toEqual([])
    expect([...result.left.values()]).toEqual([1])
  })

  it('in the lines of its paragraph, and once for all', () => {
    const text = `* [l](${old})\n  [l](${old})\n\`\`\`\n[l](${old})\n\`\`\`\n\n[l](${old})`
    const first = fixed(text, [moved(1)])
    expect(first.text?.split(old)).toHaveLength(3)
    const hash = sha256(new TextEncoder().encode(text))
    expect(fixed(first.text ?? '', [moved(1)], [], hash)).toMatchObject({ fixed: [], changed: [] })
  })

  it('wherever it stands in its line, beside longer ones that moved elsewhere', () => {
    const longer = moved(1, { url: `${old}/c`, target: old })
    const line = `[l](${old}) [l](${old}/c) ${old} [l](${old})`
    expect(fixed(line, [moved(1), longer]).text).toBe(`[l](${target}) [l](${target}) ${old} [l](${target})`)
  })

  it('there alone, every other byte kept', () => {
    const [before, behind] = [`\ufeff[l](${old})\r\n\r\n`, `\r\rlone \n\n[l](${old}) \t`]
    expect(fixed(`${before}[l](${old})${behind}`, [moved(3)]).text).toBe(`${before}[l](${target})${behind}`)
  })
})

describe('evidence', () => {
  it.each([
    ['identity', 'high', [], 1],
    ['content', 'high', [], 1],
    ['name', 'high', [], 1],
    ['name', 'medium', [], 0],
    ['refresh', 'high', [], 0],
    ['refresh', 'high', ['refresh'], 1],
    ['reference', 'high', [], 0],
    ['rename', 'medium', ['name'], 0],
    ['rename', 'medium', ['name', 'rename'], 1],
    ['identity', 'medium', [], 0],
    ['identity', 'medium', ['identity'], 1],
    ['content', 'low', ['identity', 'content'], 1],
    ['name', 'low', [], 0],
    ['rename', 'high', [], 0],
    ['redirect', 'high', [], 0],
    ['redirect', 'low', ['redirect'], 1],
    ['majority', 'low', ['majority'], 1],
  ] as const)('%s of %s certainty with %j gives %i', (evidence, certainty, include, count) => {
    const link = moved(1, { evidence, certainty, method: 'tree' })
    expect(fixed(`[l](${old})`, [link], [...include]).fixed).toHaveLength(count)
  })

  it('of a name in another letter case is sure where a tree told of it, not where a site did', () => {
    const told = (method: 'carried' | 'http') => moved(1, { evidence: 'name', certainty: 'high', method })
    expect(fixed(`[l](${old})`, [told('carried')]).fixed).toHaveLength(1)
    expect(fixed(`[l](${old})`, [told('http')]).fixed).toEqual([])
  })

  it('that goes in a circle repairs nothing', () => {
    const back = moved(1, { url: target, target: old })
    expect(fixed(`[l](${old})`, [moved(1), back]).fixed).toEqual([])
  })
})

it('percent-encodes what would break the form', () => {
  expect(asDestination('https://x/a (b)<c>')).toBe('https://x/a%20%28b%29%3Cc%3E')
})

describe('a page that is not as the run read it', () => {
  const why = 'changed since the run'

  it.each([
    ['with all repairs', `[l](${target}) edited`, []],
    ['with an old link', `new [l](${old})`, [{ file: 'p.md', why }]],
    ['with neither', 'all new', [{ file: 'p.md', why }]],
  ])('%s', (_, text, changed) => {
    expect(fixed(text, [moved(1)], [], 'other')).toMatchObject({ fixed: [], changed })
  })

  it('but for repairs of the same run takes more of them', () => {
    const other = 'https://x.example/c'
    const renamed = moved(2, { url: other, target: 'https://x.example/d', evidence: 'rename' })
    const text = `[l](${old})\n[l](${other})\n\`[l](${other})\``
    const first = fixed(text, [moved(1), renamed])
    const hash = sha256(new TextEncoder().encode(text))
    const second = fixed(first.text ?? '', [moved(1), renamed], ['rename'], hash)
    expect(second).toMatchObject({ changed: [], fixed: [{ urls: [other] }] })
    expect(second.text).toBe(`[l](${target})\n[l](https://x.example/d)\n\`[l](${other})\``)
    expect(fixed(second.text ?? '', [moved(1), renamed], ['rename'], hash)).toMatchObject({
      changed: [],
      fixed: [],
    })
  })

  it('is told of where it is gone or no page any more', () => {
    const input = { links: [moved(1)], pages: [{ file: 'p.md', sha256: '00' }], included: new Set<string>() }
    expect(fix({ ...input, files: [] }).changed).toEqual([{ file: 'p.md', why: 'is gone since the run' }])
    const files = [{ file: 'p.md', content: { unreadable: 'EACCES' } }]
    expect(fix({ ...input, files }).changed).toHaveLength(1)
  })
})

it('has nothing to do the second time, whatever it could not reach', () => {
  const links = [moved(1), moved(2)]
  const text = `[l](${old})\n<a href="${old}">`
  const first = fixed(text, links)
  const second = fixed(first.text ?? '', links, [], sha256(new TextEncoder().encode(text)))
  expect(second).toMatchObject({ fixed: [], changed: [], left: first.left })
  expect([...first.left.values()]).toEqual([1])
})

it('leaves a page that is not UTF-8 alone and says so', () => {
  expect(fixed(Buffer.from(`\ufeff[l](${old})`, 'utf16le'), [moved(1)]).skipped).toHaveLength(1)
})

describe('law: the diff touches URLs only, and is taken', () => {
  const line = fc.constantFrom('text', '', `[l](${old})`, `* <${old}> ü`, `plain ${old}`, `a\r[l](${old})`)
  const page = fc.record({
    lines: fc.array(line, { minLength: 1, maxLength: 25 }),
    eol: fc.constantFrom('\n', '\r\n'),
    isEnded: fc.boolean(),
    mark: fc.constantFrom('', '\ufeff'),
    name: fc.constantFrom('p.md', 'a b.md', 'ü.md', 'q"\\.md', 'sub folder/p.md'),
  })
  const takers: [string, string[], boolean][] = [
    ['git apply', ['git', 'apply', '-'], hasGit],
    ['patch -p1', [patch, '-p1', '--quiet', '--fuzz=0'], spawnSync(patch, ['--version']).status === 0],
  ]

  it.for(takers)('by %s', ([, [command = '', ...words], isThere], { skip }) => {
    skip(!isThere, 'it is not on this machine')
    const folder = mkdtempSync(join(tmpdir(), 'control-coverage-'))
    mkdirSync(join(folder, 'sub folder'))
    try {
      fc.assert(
        fc.property(page, ({ lines, eol, isEnded, mark, name }) => {
          const text = mark + lines.join(eol) + (isEnded ? eol : '')
          const count = text.split(/\r\n?|\n/).length
          const places = Array.from({ length: count }, (_, at) => ({
            file: name,
            line: at + 1,
            role: 'resource' as const,
          }))
          const bytes = new TextEncoder().encode(text)
          const [result] = fix({
            links: [moved(1, { places })],
            pages: [{ file: name, sha256: sha256(bytes) }],
            files: [{ file: name, content: { bytes } }],
            included: new Set(),
          }).fixed
          if (result === undefined) return
          expect(
            new TextDecoder('utf-8', { ignoreBOM: true }).decode(result.after).replaceAll(target, old),
          ).toBe(text)
          writeFileSync(join(folder, name), bytes)
          execFileSync(command, words, { cwd: folder, input: result.diff, stdio: 'pipe' })
          expect(Buffer.from(result.after).equals(readFileSync(join(folder, name)))).toBe(true)
        }),
        { numRuns: 40 },
      )
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
