import Handlebars, { type TemplateDelegate } from 'handlebars'
import { exitCodes, Failure } from '../../model/failure.js'
import { templateHelpers } from './helpers.js'
import type { ReportTemplate } from './report-template.js'

/** Helpers that give HTML have no place in plain text. */
const htmlHelpers = ['link', 'fileLink', 'stylesheet', 'cssText']

/**
 * A function that fills a short Handlebars text of a template folder and gives plain text, for formats that know no
 * markup (cells of a workbook). It must never feed an HTML document: nothing it gives is escaped.
 *
 * @throws {Failure} (exit 3) with the text, when it is no template or names what is not there
 */
export function plainTextFiller(template: ReportTemplate): (text: string, context: unknown) => string {
  const handlebars = Handlebars.create()
  const helpers = Object.fromEntries(
    Object.entries(templateHelpers(template)).filter(([name]) => !htmlHelpers.includes(name)),
  )
  const knownHelpers = Object.fromEntries(Object.keys(helpers).map((name) => [name, true]))
  const compiled = new Map<string, TemplateDelegate>()
  const compile = (text: string) => {
    const known = compiled.get(text)
    if (known !== undefined) return known
    const fresh = handlebars.compile(text, {
      strict: true,
      noEscape: true,
      knownHelpersOnly: true,
      knownHelpers,
    })
    compiled.set(text, fresh)
    return fresh
  }
  return (text, context) => {
    try {
      return compile(text)(context, { helpers })
    } catch (cause) {
      const what = cause instanceof Error ? (cause.message.split('\n')[0] ?? cause.message) : String(cause)
      throw new Failure(
        `A text of the report "${template.name}" cannot be filled: ${what}, in "${text}".`,
        `Mend it in the template folder ${template.name}.`,
        { exitCode: exitCodes.usage, cause },
      )
    }
  }
}
