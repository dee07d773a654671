import { sha256 } from '../../model/digest.js'
import { compareText } from '../../model/place.js'
import { pageFile, type ReportTemplate, templateFailure, templateText } from './report-template.js'
import { styleSheet } from './style-sheet.js'
import { visibleText } from './visible-text.js'

/** Style sheets and scripts of a page for browsers, in the order that they take effect in. */
export interface PageAssets {
  styles: string[]
  scripts: string[]
}

/**
 * What `page/` of a template folder holds beside HTML: `page.css` goes before the other style sheets, `page.js` after the
 * other scripts; else names decide.
 *
 * @throws {Failure} (exit 3) when one of them could end its element, or names a file that is not there
 */
export function pageAssets(template: ReportTemplate): PageAssets {
  const named = (pattern: RegExp) => [...template.files.keys()].filter((file) => pattern.test(file))
  const styles = named(/^page\/[^/]+\.css$/).sort(firstOf('page/page.css', 1))
  const scripts = named(/^page\/[^/]+\.js$/).sort(firstOf('page/page.js', -1))
  return {
    styles: styles.map((file) => unixLines(styleSheet(template, file))),
    scripts: scripts.map((file) => scriptText(template, file)),
  }
}

/**
 * A filled page as one file that loads nothing and runs nothing but its own style sheets and scripts.
 *
 * The content security policy (CSP level 3) names them by their SHA-256. It is put in here and not by the template, and the
 * digests are taken of the template's files and not of the finished page: whatever else should get into it is inert.
 *
 * @param data what the scripts find as JSON in the element `data`, or null where there is nothing
 * @throws {Failure} (exit 3) when the page does not begin with a head, or does not end its body
 */
export function sealedPage(
  html: string,
  template: ReportTemplate,
  { styles, scripts }: PageAssets,
  data: unknown = null,
): string {
  const [, head = '', rest = ''] = /^(\s*<!doctype html>\s*<html[^>]*>\s*<head>)([\s\S]*)$/i.exec(html) ?? []
  const end = rest.lastIndexOf('</body>')
  if (head === '' || end === -1) {
    throw templateFailure(
      template,
      pageFile,
      1,
      'it must begin with <!doctype html>, <html …> and <head>, and end its <body>',
    )
  }
  return [
    head,
    `<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policyOf(styles, scripts)}">`,
    ...styles.map((text) => `<style>${text}</style>`),
    visibleText(rest.slice(0, end)),
    ...(data === null ? [] : [`<script type="application/json" id="data">${jsonText(data)}</script>`]),
    ...scripts.map((text) => `<script>${text}</script>`),
    visibleText(rest.slice(end)),
  ].join('')
}

function policyOf(styles: readonly string[], scripts: readonly string[]): string {
  const sources = (texts: readonly string[]) =>
    texts.length === 0
      ? "'none'"
      : texts.map((text) => `'sha256-${Buffer.from(sha256(text), 'hex').toString('base64')}'`).join(' ')
  return [
    "default-src 'none'",
    `style-src ${sources(styles)}`,
    `script-src ${sources(scripts)}`,
    'font-src data:',
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}

/** The value as JSON that can end neither its element nor, where an old parser reads it, a line. */
function jsonText(value: unknown): string {
  const text = JSON.stringify(value, (_, each) => (typeof each === 'string' ? visibleText(each) : each))
  return text.replace(/[<\u2028\u2029]/g, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function scriptText(template: ReportTemplate, file: string): string {
  const text = unixLines(templateText(template, file))
  if (/<\/?script|<!--/i.test(text)) {
    throw templateFailure(template, file, null, 'a script may hold no script tag and no comment of HTML')
  }
  return text
}

/** Browsers read a page with these line ends, and take digests of what they read. */
const unixLines = (text: string) => text.replace(/\r\n?/g, '\n')

/** By name, but for one file that goes before (1) or after (-1) all others. */
function firstOf(file: string, direction: 1 | -1): (a: string, b: string) => number {
  return (a, b) => direction * (Number(b === file) - Number(a === file)) || compareText(a, b)
}
