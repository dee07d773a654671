import Handlebars from 'handlebars'
import { asTemplateFailure } from './compile-template.js'
import { templateHelpers } from './helpers.js'
import {
  pageFile,
  partialName,
  type ReportTemplate,
  templateFailure,
  templateText,
} from './report-template.js'
import { styleSheet } from './style-sheet.js'

type Node = hbs.AST.Node

/** What one template file calls by name. */
interface Calls {
  partials: { name: string; line: number }[]
  styleSheets: { path: string; line: number }[]
  /** Paths that begin with `report.`, whose fields are known before there is a report. */
  reportPaths: { path: string; line: number }[]
}

/**
 * Finds what is wrong with the pages of a template folder without a report: an unknown helper or partial, a partial that
 * includes itself, a style sheet that is not there, a field that no report has.
 *
 * A team's typo must not surface after hours of link checks.
 *
 * @param isReportField whether `report.json` has a value at this dotted path
 * @throws {Failure} (exit 3) with file and line of the first fault
 */
export function checkTemplate(template: ReportTemplate, isReportField: (path: string) => boolean): void {
  const helpers = Object.fromEntries(Object.keys(templateHelpers(template)).map((name) => [name, true]))
  const pages = [...template.files.keys()].filter(
    (file) => file === 'report.hbs' || file === pageFile || partialName(file) !== null,
  )
  const partialFiles = new Map(pages.map((file) => [partialName(file), file]))
  const fileOf = (partial: string) => partialFiles.get(partial) ?? ''
  const calls = new Map(pages.map((file) => [file, callsOf(template, file, helpers)]))
  for (const [file, { partials, styleSheets, reportPaths }] of calls) {
    for (const { name, line } of partials) {
      if (!calls.has(fileOf(name)))
        throw templateFailure(template, file, line, `there is no partial "${name}"`)
    }
    for (const { path } of styleSheets) styleSheet(template, path)
    for (const { path, line } of reportPaths) {
      if (!isReportField(path)) throw templateFailure(template, file, line, `no report has a field "${path}"`)
    }
  }
  for (const file of calls.keys()) refuseCircles(template, { calls, fileOf }, file, [])
}

function callsOf(template: ReportTemplate, file: string, knownHelpers: Record<string, boolean>): Calls {
  const calls: Calls = { partials: [], styleSheets: [], reportPaths: [] }
  try {
    const tree = Handlebars.parse(templateText(template, file))
    Handlebars.precompile(tree, { strict: true, knownHelpersOnly: true, knownHelpers })
    visit(tree, calls)
  } catch (cause) {
    throw asTemplateFailure(template, file, cause)
  }
  return calls
}

function visit(tree: Node, calls: Calls): void {
  const visitor = new Handlebars.Visitor()
  const { PartialStatement, PathExpression, MustacheStatement } = visitor
  visitor.PartialStatement = function (node) {
    if ('original' in node.name)
      calls.partials.push({ name: String(node.name.original), line: node.loc.start.line })
    PartialStatement.call(this, node)
  }
  visitor.PathExpression = function (node) {
    const [root, ...rest] = node.parts
    if (root === 'report' && rest.length > 0 && node.depth === 0) {
      calls.reportPaths.push({ path: rest.join('.'), line: node.loc.start.line })
    }
    PathExpression.call(this, node)
  }
  visitor.MustacheStatement = function (node) {
    const [path] = node.params
    const isStyleSheet = 'original' in node.path && node.path.original === 'stylesheet'
    if (isStyleSheet && path?.type === 'StringLiteral' && 'value' in path) {
      calls.styleSheets.push({ path: String(path.value), line: node.loc.start.line })
    }
    MustacheStatement.call(this, node)
  }
  visitor.accept(tree)
}

function refuseCircles(
  template: ReportTemplate,
  known: { calls: ReadonlyMap<string, Calls>; fileOf: (partial: string) => string },
  file: string,
  above: string[],
): void {
  for (const { name, line } of known.calls.get(file)?.partials ?? []) {
    if (above.includes(name))
      throw templateFailure(template, file, line, `the partial "${name}" includes itself`)
    refuseCircles(template, known, known.fileOf(name), [...above, name])
  }
}
