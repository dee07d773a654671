import { describe, expect, test } from 'vitest'
import { exitCodes, Failure } from '../../../pipeline/model/failure.js'
import { compileTemplate } from '../../../pipeline/render/template/compile-template.js'
import type { ReportTemplate } from '../../../pipeline/render/template/report-template.js'

const tables = {
  tables: {
    gaps: {
      rows: 'gaps',
      title: 'Gaps',
      description: 'd',
      csv: true,
      columns: [{ field: 'techniqueId', heading: 'Technique ID', type: 'text', width: 9 }],
    },
  },
}
const words = { gapKind: { lost: { label: 'evidence lost', meaning: 'gone' } } }

function template(files: Record<string, string>): ReportTemplate {
  const all = { 'tables.json': JSON.stringify(tables), 'words.json': JSON.stringify(words), ...files }
  return { name: 'own', files: new Map(Object.entries(all)) }
}
const render = (text: string, view: unknown = {}) =>
  compileTemplate(template({ 'report.hbs': text }), 'report.hbs')(view)

function failureOf(files: Record<string, string>, view: unknown = {}): Failure {
  try {
    compileTemplate(template(files), 'report.hbs')(view)
  } catch (error) {
    if (error instanceof Failure) return error
    throw error
  }
  throw new Error('nothing failed')
}

describe('helpers', () => {
  test.each([
    ['{{heading "gaps" "techniqueId"}}', 'Technique ID'],
    ['{{label "gapKind" k}}, {{meaning "gapKind" k}}', 'evidence lost, gone'],
    ['{{number 1234567}} {{number n}}', '1,234,567 −12'],
    ['{{signed 3}} {{signed n}} {{signed 0}}', '+3 −12 0'],
    [
      '{{of 12 40}}; {{share 12 40}}; {{share 1 1000}}; {{share 999 1000}}; {{share 0 0}}',
      '12 of 40; 12 of 40 (30 %); 1 of 1,000 (under 1 %); 999 of 1,000 (over 99 %); 0 of 0',
    ],
    ['{{times 1 "row" "rows"}}, {{times 2 "row" "rows"}}', '1 row, 2 rows'],
    [
      '{{date "2026-11-09"}}; {{moment "2026-11-09T18:11:00.000Z"}}; {{date "soon"}}',
      '9 Nov 2026; 9 Nov 2026, 18:11 UTC; soon',
    ],
    ['{{list l}}', 'a, &lt;b&gt;'],
    ['{{short "0123456789abcdef"}}', '0123456789ab'],
    ['{{#each l}}{{@index}}{{/each}}{{#if no}}x{{else}}y{{/if}}{{#unless no}}z{{/unless}}', '01yz'],
  ])('%s', (text, expected) => {
    expect(render(text, { n: -12, k: 'lost', l: ['a', '<b>'], no: null })).toBe(expected)
  })

  test.each([
    ['https://e.org/a?b=c', '<a href="https://e.org/a?b&#x3D;c">x&lt;</a>'],
    ['mailto:a@e.org', '<a href="mailto:a@e.org">x&lt;</a>'],
    ['javascript:alert(1)', 'x&lt;'],
    [' JaVa\tscript:alert(1)', 'x&lt;'],
    ['file:///etc/passwd', 'x&lt;'],
    ['data:text/html,x', 'x&lt;'],
    ['https://user:secret@e.org/', 'x&lt;'],
    ['no address', 'x&lt;'],
    [null, 'x&lt;'],
  ])('a link to %s', (url, expected) => {
    expect(render('{{link url "x<"}}', { url })).toBe(expected)
  })

  test('text for a CSS string can end neither the string nor the style element', () => {
    const css = render('{{cssText t}}', { t: '"}</style><script>\\\n漢' })
    expect(css).not.toMatch(/["<>{}\n]/)
    expect(css).toContain('\\000022 ')
    expect(css).toContain('\\006f22 ')
  })
})

describe('what is wrong says where', () => {
  test.each([
    ['an unknown field', { 'report.hbs': 'a\n{{nothing}}' }, 'own/report.hbs:2'],
    ['an unknown field of a field', { 'report.hbs': 'a\n\n{{view.nothing}}' }, 'own/report.hbs:3'],
    ['an unknown helper', { 'report.hbs': '{{shout view}}' }, 'own/report.hbs:1'],
    ['a heading that tables.json lacks', { 'report.hbs': '\n{{heading "gaps" "gone"}}' }, 'own/report.hbs:2'],
    ['a code without words', { 'report.hbs': '\n{{label "gapKind" "gone"}}' }, 'own/report.hbs:2'],
    ['a number that is none', { 'report.hbs': '\n\n{{number view.text}}' }, 'own/report.hbs:3'],
    ['a list that is none', { 'report.hbs': '\n{{#each view.nothing}}{{/each}}' }, 'own/report.hbs:2'],
    ['a condition on nothing', { 'report.hbs': '\n{{#if view.nothing}}{{/if}}' }, 'own/report.hbs:2'],
    ['broken syntax', { 'report.hbs': 'a\n{{#if}' }, 'own/report.hbs:2'],
    [
      'an error inside a partial',
      { 'report.hbs': '\n\n{{> part}}', 'partials/part.hbs': '\n{{nothing}}' },
      'own/partials/part.hbs:2',
    ],
    [
      'a broken partial',
      { 'report.hbs': '{{> part}}', 'partials/part.hbs': '\n\n{{/if}}' },
      'own/partials/part.hbs:3',
    ],
    ['a partial that is missing', { 'report.hbs': '\n{{> part}}' }, 'own/report.hbs'],
    ['a broken tables.json', { 'report.hbs': '', 'tables.json': '{' }, 'own/tables.json'],
    [
      'a tables.json in another form',
      { 'report.hbs': '', 'tables.json': '{"tables":{"gaps":{}}}' },
      'own/tables.json',
    ],
  ])('%s', (_, files, place) => {
    const failure = failureOf(files, { view: { text: 'x' } })
    expect(failure.message).toContain(`template ${place}`)
    expect(failure.exitCode).toBe(exitCodes.usage)
  })

  test('a missing page of the template', () => {
    expect(failureOf({}).message).toContain('own/report.hbs')
  })
})

test('data is never a template, and nothing of a prototype is printed', () => {
  expect(render('{{t}}', { t: '{{constructor}}<b>' })).toBe('{{constructor}}&lt;b&gt;')
  expect(() => render('{{t.constructor.name}}', { t: 'x' })).toThrow(Failure)
})

describe('style sheets', () => {
  const css = (text: string, files: Record<string, string> = {}) =>
    compileTemplate(
      template({ 'report.hbs': '{{stylesheet "style.css"}}', 'style.css': text, ...files }),
      'report.hbs',
    )({})

  test('files are put in as data', () => {
    expect(css('a{b:url("fonts/x.woff2")}', { 'fonts/x.woff2': 'font' })).toBe(
      'a{b:url("data:font/woff2;base64,Zm9udA==")}',
    )
  })
  test.each(['a{b:url("fonts/none.woff2")}', '</style>', '@import "x.css"'])('%s is refused', (text) => {
    expect(() => css(text)).toThrow(Failure)
  })
})
