import Handlebars, { type HelperDelegate, type TemplateDelegate } from 'handlebars'
import { errorText } from '../../model/error-text.js'
import { Failure } from '../../model/failure.js'
import { templateHelpers } from './helpers.js'
import { partialName, type ReportTemplate, templateFailure, templateText } from './report-template.js'

/** Turns a view (plain data) into a document. */
export type Rendering<View> = (view: View) => string

/**
 * A page of the template folder, with its partials, ready to render.
 *
 * Strict throughout: a field, partial, helper, heading or word that is missing is a {@link Failure} (exit 3) that
 * names template file and line, whether it shows on compiling or on rendering. Everything printed is escaped;
 * template text is only ever taken from the folder, never from data.
 */
export function compileTemplate<View>(template: ReportTemplate, path: string): Rendering<View> {
  const handlebars = Handlebars.create()
  const helpers = templateHelpers(template)
  const compileFile = (file: string) => {
    const compiled = compileText(handlebars, template, file, Object.keys(helpers))
    return telling(template, file, compiled)
  }
  for (const file of template.files.keys()) {
    const name = partialName(file)
    if (name !== null) handlebars.registerPartial(name, compileFile(file))
  }
  const page = compileFile(path)
  return (view) => page(view, { helpers: Object.fromEntries(Object.entries(helpers).map(located)) })
}

function compileText(
  handlebars: typeof Handlebars,
  template: ReportTemplate,
  file: string,
  helpers: string[],
) {
  try {
    const knownHelpers = Object.fromEntries(helpers.map((name) => [name, true]))
    const tree = handlebars.parse(templateText(template, file))
    return handlebars.compile(tree, { strict: true, knownHelpersOnly: true, knownHelpers })
  } catch (error) {
    throw asTemplateFailure(template, file, error)
  }
}

/** The template, whose errors name it: the innermost one gets there first. */
function telling(template: ReportTemplate, file: string, compiled: TemplateDelegate): TemplateDelegate {
  return (context, options) => {
    try {
      return compiled(context, options)
    } catch (error) {
      throw asTemplateFailure(template, file, error)
    }
  }
}

/** An error that Handlebars or a helper threw, as the failure of its file and line. */
export function asTemplateFailure(template: ReportTemplate, file: string, error: unknown): Failure {
  if (error instanceof Failure) return error
  const message = errorText(error)
  return templateFailure(template, file, lineOf(error, message), message.split('\n')[0] ?? message, error)
}

function lineOf(error: unknown, message: string): number | null {
  const noted = (error as { lineNumber?: unknown }).lineNumber
  if (typeof noted === 'number') return noted
  const said = /(?:on line | - )(\d+)/.exec(message)?.[1]
  return said === undefined ? null : Number(said)
}

/** A helper whose errors carry the line of its call, which Handlebars hands over in the last argument. */
function located([name, helper]: [string, HelperDelegate]): [string, HelperDelegate] {
  const telling: HelperDelegate = function (this: unknown, ...args: unknown[]) {
    try {
      return helper.apply(this, args as Parameters<HelperDelegate>)
    } catch (error) {
      const options = args.at(-1) as { loc?: { start: { line: number } } } | undefined
      const line = options?.loc?.start.line
      if (error instanceof Error && line !== undefined && !('lineNumber' in error))
        Object.assign(error, { lineNumber: line })
      throw error
    }
  }
  return [name, telling]
}
