import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cellText, plainText, readCellText } from '../../pipeline/render/xlsx/cell-text.js'
import { cellValue, dateOf } from '../../pipeline/render/xlsx/cell-value.js'
import { excelLimits } from '../../pipeline/render/xlsx/limits.js'
import { sheetNames } from '../../pipeline/render/xlsx/sheet-name.js'
import { webLink } from '../../pipeline/render/xlsx/web-link.js'
import { hostileTexts } from './hostile-text.js'

const mark = (length: number) => `[cut of ${length}]`
const asIs = (text: string) => text
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML cannot hold
const notXml = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/u

describe('the text of a cell', () => {
  it('holds what XML can hold and stands for the text it was made of', () => {
    fc.assert(
      fc.property(hostileTexts, (text) => {
        const written = cellText(text, mark)
        expect(written).not.toMatch(notXml)
        expect(readCellText(written)).toBe(text.replace(/\p{Surrogate}/gu, '\uFFFD'))
      }),
      { numRuns: 500 },
    )
  })

  it('keeps an escape that the text itself holds', () => {
    expect(cellText('_x0041_', mark)).toBe('_x005F_x0041_')
    expect(cellText('a\u0001\uFFFF', mark)).toBe('a_x0001__xFFFF_')
  })

  it('of 40,000 characters is cut at 32,767, with a mark', () => {
    const written = cellText('x'.repeat(40_000), mark)
    expect(written.length).toBe(excelLimits.cellLength)
    expect(written.endsWith('[cut of 40000]')).toBe(true)
    expect(cellText('x'.repeat(32_767), mark)).toBe('x'.repeat(32_767))
  })

  it('is not cut within a character', () => {
    const short = (text: string) => cellText(text, mark, { ...excelLimits, cellLength: 15 })
    expect(short('🎯'.repeat(20))).toBe('🎯🎯[cut of 40]')
    expect(short(`a${'🎯'.repeat(20)}`)).toBe('a🎯[cut of 41]')
  })

  it('of 300 lines keeps 253 breaks and shows the others', () => {
    const written = cellText(Array.from({ length: 301 }, (_, n) => n).join('\n'), mark)
    expect(written.split('\n').length).toBe(254)
    expect(written.split('⏎').length).toBe(48)
    expect(written).toContain('252\n253 ⏎ 254')
  })

  it('used for names holds no escape', () => {
    expect(plainText('a\u0000b\uD800')).toBe('a b\uFFFD')
  })
})

describe('the value of a cell', () => {
  it('is text for whatever a formula or a link could be made of', () => {
    for (const value of [
      { formula: '1+1' },
      { hyperlink: 'javascript:alert(1)', text: 'x' },
      { richText: [] },
      { sharedFormula: 'A1' },
    ]) {
      expect(cellValue(value, 'text', asIs)).toBe(JSON.stringify(value))
    }
  })

  it('is text for a number that is none', () => {
    expect(
      [Number.NaN, Number.POSITIVE_INFINITY, 12n].map((value) => cellValue(value, 'integer', asIs)),
    ).toEqual(['NaN', 'Infinity', '12'])
  })

  it('is a date for a date, and text for what only looks like one', () => {
    expect(cellValue('2022-04-27', 'date', asIs)).toEqual(new Date('2022-04-27T00:00:00Z'))
    expect(cellValue('2022-04-27T10:11:12.345Z', 'datetime', asIs)).toEqual(
      new Date('2022-04-27T10:11:12.345Z'),
    )
    for (const text of [
      '2022-02-30',
      '2022-13-01',
      '1850-01-01',
      '27 April 2022',
      '2022-04-27T10:11:12',
      '',
    ]) {
      expect(dateOf(text)).toBeNull()
      expect(cellValue(text, 'date', asIs)).toBe(text)
    }
    expect(cellValue('2022-04-27', 'text', asIs)).toBe('2022-04-27')
  })

  it('is nothing for null', () => expect(cellValue(null, 'integer', asIs)).toBeNull())
})

describe('a link', () => {
  it('is made of http, https and mailto alone', () => {
    expect(webLink('https://d3fend.mitre.org')).toBe('https://d3fend.mitre.org')
    expect(webLink('http://example.org/a b')).toBe('http://example.org/a%20b')
    expect(webLink('mailto:a@b.c')).toBe('mailto:a@b.c')
    for (const address of [
      'javascript:alert(1)',
      'file:///etc/passwd',
      'data:text/html,x',
      'mailto://a@b.c',
      'mailto:',
      '//example.org',
      'https://',
      'https://user:secret@example.org/',
      '#Coverage!A1',
      `https://example.org/${'x'.repeat(2_079)}`,
      null,
      12,
    ]) {
      expect(webLink(address)).toBeNull()
    }
  })
})

describe('sheet names', () => {
  it('are valid and unlike each other but for letter case', () => {
    const nameOf = sheetNames()
    const long = 'A name of forty characters, give or take'
    const names = [long, long, 'a/b', 'History', "'x'", '', 'same', 'Same', 'a\u0000b', '🎯'.repeat(16)].map(
      nameOf,
    )
    expect(names).toEqual([
      'A name of forty characters, giv',
      'A name of forty characters, (2)',
      'a b',
      'History (2)',
      'x',
      'Sheet',
      'same',
      'Same (2)',
      'a b (2)',
      '🎯'.repeat(15),
    ])
    expect(names.every((name) => name.length <= 31)).toBe(true)
  })
})
