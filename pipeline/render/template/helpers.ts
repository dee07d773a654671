import Handlebars, { type HelperDelegate } from 'handlebars'
import { numberText, shareText, signedText, timesText, wordFor } from '../../model/number-words.js'
import { shortened } from '../../model/shortened.js'
import { dateText, momentText } from './date-text.js'
import type { ReportTemplate } from './report-template.js'
import { safeUrl } from './safe-url.js'
import { styleSheet } from './style-sheet.js'
import { tableHeadings } from './table-headings.js'
import { templateWords } from './words.js'

/** Thrown by helpers; the template that called them and its line are added on the way out. */
export class HelperError extends Error {
  override readonly name = 'HelperError'
}

/**
 * The helpers that templates may call, and no others. Each checks what it is given: a field that is missing
 * is an error with template and line, never an empty place in a report.
 *
 * | helper | gives |
 * |---|---|
 * | `{{heading "gaps" "techniqueId"}}` | a column's heading from `tables.json` |
 * | `{{label "gapKind" kind}}` `{{meaning "gapKind" kind}}` | the words of a code from `words.json` |
 * | `{{number n}}` `{{signed n}}` | 1,234 · +3, −19, 0 |
 * | `{{of n m}}` `{{share n m}}` | 12 of 40 · 12 of 40 (30 %) |
 * | `{{times n "row" "rows"}}` `{{plural n "row" "rows"}}` | 1 row, 2 rows · row, rows; the second word may be left out |
 * | `{{date day}}` `{{moment iso}}` | 9 Nov 2026 · 9 Nov 2026, 18:11 UTC |
 * | `{{list texts}}` | texts joined by a comma |
 * | `{{short hash}}` | the first 12 characters |
 * | `{{cut text n}}` | the text; of a longer one than n characters the first, and an ellipsis |
 * | `{{link url text}}` | a link where the address may be followed, else the text alone |
 * | `{{fileLink path text}}` | a link to a file beside or below this one |
 * | `{{cssText text}}` | the text for a quoted string of CSS |
 * | `{{stylesheet "style.css"}}` | a style sheet of the folder, files put in |
 * | `{{#each list}}` `{{#if value}}` `{{#unless value}}` | as in Handlebars, but a missing value is an error |
 *
 * @throws {Failure} (exit 3) when `tables.json` or `words.json` of the template is missing or wrong
 */
export function templateHelpers(template: ReportTemplate): Record<string, HelperDelegate> {
  const headings = tableHeadings(template)
  const words = templateWords(template)
  const wordsOf = (group: unknown, code: unknown) =>
    words(text(group), text(code)) ?? fail(`words.json has no words for ${text(group)} ${text(code)}`)
  return {
    heading: (table: unknown, field: unknown) =>
      headings(text(table), text(field)) ??
      fail(`tables.json has no column ${text(field)} in ${text(table)}`),
    label: (group: unknown, code: unknown) => wordsOf(group, code).label,
    meaning: (group: unknown, code: unknown) => wordsOf(group, code).meaning,
    link: (url: unknown, label: unknown) => linkTo(url, text(label)),
    fileLink: (path: unknown, label: unknown) => fileLink(text(path), text(label)),
    cssText: (value: unknown) => cssText(text(value)),
    stylesheet: (path: unknown) => new Handlebars.SafeString(styleSheet(template, text(path))),
    ...wordlessHelpers,
  }
}

/** Those of the helpers that need no words of a report: all that a message may call. */
export const wordlessHelpers: Record<string, HelperDelegate> = {
  number: (value: unknown) => numberText(number(value)),
  signed: (value: unknown) => signedText(number(value)),
  of: (part: unknown, whole: unknown) => `${numberText(number(part))} of ${numberText(number(whole))}`,
  share: (part: unknown, whole: unknown) => shareText(number(part), number(whole)),
  times: (count: unknown, one: unknown, many: unknown) => timesText(number(count), text(one), optional(many)),
  plural: (count: unknown, one: unknown, many: unknown) => wordFor(number(count), text(one), optional(many)),
  date: (day: unknown) => dateText(text(day)),
  moment: (iso: unknown) => momentText(text(iso)),
  list: (texts: unknown) => (Array.isArray(texts) ? texts.map(text).join(', ') : fail('list needs a list')),
  cut: (words: unknown, limit: unknown) => shortened(text(words), number(limit)),
  short: (hash: unknown) => text(hash).slice(0, 12),
  each: strictly('each', (value) => Array.isArray(value)),
  if: strictly('if', (value) => value !== undefined),
  unless: strictly('unless', (value) => value !== undefined),
}

function linkTo(url: unknown, label: string): Handlebars.SafeString {
  const address = url === null ? null : safeUrl(text(url))
  const shown = Handlebars.escapeExpression(label)
  if (address === null) return new Handlebars.SafeString(shown)
  return new Handlebars.SafeString(`<a href="${Handlebars.escapeExpression(address)}">${shown}</a>`)
}

/** A link to a relative path; one that could lead out of the folder, or to another scheme, is the text alone. */
function fileLink(path: string, label: string): Handlebars.SafeString {
  const shown = Handlebars.escapeExpression(label)
  const segments = path.split('/')
  if (segments.some((segment) => /^\.{0,2}$/.test(segment))) return new Handlebars.SafeString(shown)
  const address = segments.map(encodeURIComponent).join('/')
  return new Handlebars.SafeString(`<a href="./${Handlebars.escapeExpression(address)}">${shown}</a>`)
}

/** Every character but letters, digits and the space as a CSS escape, so that neither CSS nor HTML can see an end. */
function cssText(value: string): string {
  return [...value].map((each) => (/[A-Za-z0-9 ]/.test(each) ? each : cssEscape(each))).join('')
}

function cssEscape(character: string): string {
  const point = character.codePointAt(0) ?? 0xfffd
  return `\\${(point === 0 ? 0xfffd : point).toString(16).padStart(6, '0')} `
}

/** Handlebars' own block helper, behind a check of its one argument. */
function strictly(name: 'each' | 'if' | 'unless', accepts: (value: unknown) => boolean): HelperDelegate {
  const plain = Handlebars.helpers[name] as HelperDelegate
  return function (this: unknown, value: unknown, options: unknown) {
    if (!accepts(value))
      fail(`{{#${name}}} was given ${value === undefined ? 'nothing' : `a ${typeof value}`}`)
    return plain.call(this, value, options)
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : fail(`text was expected, not ${kindOf(value)}`)
}

/** A word that may be left out: Handlebars hands its options over as the last argument. */
const optional = (value: unknown) => (typeof value === 'string' ? value : undefined)

function number(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value)
    ? value
    : fail(`a number was expected, not ${kindOf(value)}`)
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing (is the field spelled right?)'
  return value === null ? 'null' : `a ${typeof value}`
}

function fail(what: string): never {
  throw new HelperError(what)
}
