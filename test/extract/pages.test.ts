import { describe, expect, it } from 'vitest'
import { fileOf, mappingText, pageText, read, readOne } from '../support/page.js'

describe('a page', () => {
  it('gives id, name, parent, tactics and their places', () => {
    const { technique, codes } = readOne(pageText({ tactics: 'Persistence, Privilege Escalation' }))
    expect(technique).toMatchObject({
      id: 'T1071.001',
      name: 'Web Protocols',
      parentId: 'T1071',
      tactics: ['Persistence', 'Privilege Escalation'],
      url: 'https://attack.mitre.org/techniques/T1071/001',
      urlPlace: { file: 'T1071.001.md', line: 4 },
      place: { file: 'T1071.001.md', line: 1 },
    })
    expect(codes).toEqual([])
  })

  it('keeps its description apart from its sections, whatever stands in it', () => {
    const description =
      'One:\n\n* a bullet\n* [two](https://attack.mitre.org/techniques/T1)\n\n### A heading\n\n    indented <username>\n\n## Odd'
    const { technique } = readOne(pageText({ description, detection: mappingText() }))
    expect(technique.description).toBe(description)
    expect(technique.descriptionLinks).toEqual([
      {
        label: 'two',
        url: 'https://attack.mitre.org/techniques/T1',
        place: { file: 'T1071.001.md', line: 8 },
      },
    ])
    expect(technique.mappings).toHaveLength(1)
  })

  it('needs no blank line behind its description', () => {
    const { technique, codes } = readOne(
      pageText({ policy: mappingText() }).replace('</blockquote>\n\n##', '</blockquote>\n##'),
    )
    expect(technique.mappings.map(({ category }) => category)).toEqual(['policy'])
    expect(codes).toEqual([])
  })

  it('loses no section to a description that is never closed', () => {
    const { technique } = readOne(pageText({ policy: mappingText() }).replace('</blockquote>', ''))
    expect(technique.mappings).toHaveLength(1)
    expect(technique.description).toBe('Words about it.')
  })

  it.each([
    ['CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
    ['CR', (text: string) => text.replaceAll('\n', '\r')],
    ['a byte order mark', (text: string) => `\uFEFF${text}`],
  ])('may have %s', (_, change) => {
    const text = pageText({ detection: mappingText() })
    expect(readOne(change(text)).technique).toEqual(readOne(text).technique)
  })

  it('may be UTF-16', () => {
    const text = pageText({ detection: mappingText() })
    const bytes = new Uint8Array(Buffer.from(`\uFEFF${text}`, 'utf16le'))
    const { model } = read({ file: 'T1071.001.md', content: { bytes } })
    expect(model.techniques).toEqual(readOne(text).model.techniques)
  })

  it.each([
    ['the first half of a pair alone', '\uD83Dx', 0],
    ['the second half of a pair alone', 'x\uDE00', 2],
  ])('of UTF-16 with %s is read as far as it goes, and the place is named', (_, name, offset) => {
    const text = `\uFEFF${pageText({ name: `🔒 ${name}` })}`
    const start = text.indexOf(name)
    for (const isBig of [false, true]) {
      const little = Buffer.from(text, 'utf16le')
      const bytes = new Uint8Array(isBig ? little.swap16() : little)
      const { model, records } = read({ file: 'a.md', content: { bytes } })
      expect([...model.techniques].map((each) => each.name)).toEqual([
        `🔒 ${name.replace(/[\uD800-\uDFFF]/, '\uFFFD')}`,
      ])
      const facts = { encoding: 'UTF-16', offset: 2 * start + offset }
      expect(records.findings).toMatchObject([{ code: 'bytes-invalid', facts }])
    }
  })

  it('of UTF-16 that ends within a letter is read, and the place is named', () => {
    const whole = Buffer.from(`\uFEFF${pageText()}`, 'utf16le')
    const bytes = new Uint8Array([...whole, 0x41])
    const { records } = read({ file: 'a.md', content: { bytes } })
    const facts = { encoding: 'UTF-16', offset: whole.length }
    expect(records.findings).toMatchObject([{ code: 'bytes-invalid', facts }])
  })

  it('of invalid UTF-8 is read as far as it goes, and the first bad byte is named', () => {
    const bytes = new TextEncoder().encode(pageText({ name: 'Web P\u00e9' }))
    const bad = bytes.indexOf(0xc3)
    bytes[bad] = 0xff
    const { model, records } = read({ file: 'a.md', content: { bytes } })
    expect(model.techniques).toHaveLength(1)
    expect(records.findings).toMatchObject([{ code: 'bytes-invalid', facts: { offset: bad } }])
  })

  it('that cannot be read is a finding, and the others are read', () => {
    const { model, records } = read(
      { file: 'b.md', content: { unreadable: 'EACCES' } },
      fileOf('a.md', pageText()),
    )
    expect(model.techniques).toHaveLength(1)
    expect(records.findings).toMatchObject([{ code: 'page-unreadable', place: { file: 'b.md', line: 1 } }])
  })

  it('of more than a million lines is a finding, and the others are read', () => {
    const endless = pageText({ detection: mappingText({ rows: '* a\n'.repeat(1_000_000) }) })
    const { model, records } = read(fileOf('a.md', endless), fileOf('b.md', pageText()))
    expect(model.techniques).toHaveLength(1)
    expect(records.findings).toMatchObject([{ code: 'page-unreadable', place: { file: 'a.md', line: 1 } }])
    expect(records.findings[0]?.message).toContain('1000022 lines; at most 1000000 are read')
  })

  it('that is none (a README) is left out with a note', () => {
    const { records } = read(
      fileOf('README.md', '# Our controls\n\nSee the pages.'),
      fileOf('a.md', pageText()),
    )
    expect(records.pages.map(({ file }) => file)).toEqual(['a.md'])
    expect(records.findings).toMatchObject([{ code: 'page-skipped', place: { file: 'README.md' } }])
  })

  it('without an id goes by the name of its file', () => {
    const { model } = read(
      fileOf('in/our-own.md', pageText({ detection: mappingText() }).replace(/^# .*/, '# Our own')),
    )
    expect(model.techniques).toMatchObject([{ id: 'our-own', name: 'Our own' }])
    expect(model.findings).toMatchObject([{ code: 'field-missing', facts: { field: 'technique id' } }])
  })

  it('has a line that it does not understand reported, not dropped', () => {
    const { codes, model } = readOne(pageText({ detection: `${mappingText()}\n> a remark\n` }))
    expect(codes).toContain('text-unknown')
    expect(model.findings.find(({ code }) => code === 'text-unknown')?.facts).toMatchObject({
      written: '> a remark',
    })
  })

  it('may lack a section or have another: both are said', () => {
    const { technique, codes } = readOne(
      pageText({ test: mappingText() }).replace('Offensive Security Tests', 'Purple Team'),
    )
    expect(technique.mappings.map(({ category }) => category)).toEqual(['other'])
    expect(codes).toEqual(expect.arrayContaining(['heading-unknown', 'section-missing']))
  })

  it('of an id that has one already is kept, and reported', () => {
    const { model } = read(fileOf('a.md', pageText()), fileOf('b.md', pageText()))
    expect(model.techniques.map(({ place }) => place.file)).toEqual(['a.md', 'b.md'])
    expect(model.findings).toMatchObject([
      { code: 'page-duplicate', place: { file: 'b.md' }, facts: { firstFile: 'a.md' } },
    ])
  })

  it.each([
    ['T1071.0012: Web Protocols', 'T1071.001'],
    ['t1071.001: Web Protocols', 'T1071.001'],
    ['Web Protocols (T1071.001)', 'T1071.001'],
  ])('titled %s is of %s', (title, id) => {
    const { model } = read(fileOf('T1071.001.md', pageText().replace(/^# .*/, `# ${title}`)))
    expect(model.techniques.map((technique) => technique.id)).toEqual([id])
  })

  it('whose file or link names another technique says so', () => {
    const { model } = read(fileOf('T1059.md', pageText()))
    expect(model.findings).toMatchObject([
      { code: 'id-conflict', facts: { where: 'file name', other: 'T1059' } },
    ])
    const linked = pageText().replace('techniques/T1071/001', 'techniques/T1003')
    expect(read(fileOf('T1071.001.md', linked)).model.findings).toMatchObject([
      { code: 'id-conflict', facts: { other: 'T1003' } },
    ])
  })

  it('may have headings before its description', () => {
    const { technique } = readOne(
      pageText()
        .replace('**MITRE', '## About\n\n**MITRE')
        .replace('<blockquote>', '## Description\n<blockquote>'),
    )
    expect(technique).toMatchObject({ tactics: ['Command and Control'], description: 'Words about it.' })
    expect(technique.url).not.toBeNull()
  })
})
