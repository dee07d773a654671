import fc from 'fast-check'

const blanks = [
  ' ',
  '\t',
  '\n',
  '\r',
  '\r\n',
  '\u00A0',
  '\u000B',
  '\u0000',
  '\uFEFF',
  '\u200B',
  '\u200E',
  '\u2800',
  '\u3000',
  '\u3164',
  '\u00AD',
  '\uFE0F',
  '\u2028',
]
const signs = ['=', '+', '-', '@', '|', '%', ';', '＝', '＋', '－', '＠', '\uFE66', '\uFE62']
const payloads = [
  "cmd|' /C calc'!A0",
  'HYPERLINK("https://evil.example")',
  '1+1',
  'SUM(A1:A2)\r\nx',
  '2\nfoo',
  '',
]

/** Texts that a spreadsheet takes for a formula, behind blanks of every kind and over several lines. */
export const formulaTexts = fc
  .tuple(
    fc.array(fc.constantFrom(...blanks), { maxLength: 4 }),
    fc.constantFrom(...signs),
    fc.constantFrom(...payloads),
  )
  .map(([before, sign, payload]) => before.join('') + sign + payload)

/** Any text that a page may hold: formulas, quotes, line breaks, controls, escapes of XML and of spreadsheets. */
export const hostileTexts = fc.oneof(
  formulaTexts,
  formulaTexts.map((text) => `'${text}`),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: fc.constantFrom('"', ',', ';', '\r', '\n', ' ', "'", '=', 'a'), maxLength: 20 }),
  fc.string({
    unit: fc.constantFrom(
      '_x0041_',
      '_x',
      '005F_',
      '\u0000',
      '\u001F',
      '\u007F',
      '\uFFFE',
      '\uFFFF',
      '\r',
      '<',
      '&',
      'a',
    ),
    maxLength: 12,
  }),
  fc.constantFrom('\u202Eevil', '🎯', '</t><f>1+1</f>', ']]>', '{"formula":"1+1"}', 'x'.repeat(2_000)),
)
