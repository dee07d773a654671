import Handlebars, { type TemplateDelegate } from 'handlebars'
import { asTemplateFailure } from './compile-template.js'
import { wordlessHelpers } from './helpers.js'
import { type ReportTemplate, templateText } from './report-template.js'

const knownHelpers = Object.fromEntries(Object.keys(wordlessHelpers).map((name) => [name, true]))

/**
 * A function that fills a text of the folder and gives plain text: for mails and chat, never for an HTML document, as nothing it
 * gives is escaped. Strict: a field, helper or file that is missing is an error.
 *
 * @throws {Failure} (exit 3) with file and line, on filling
 */
export function messageFiller(template: ReportTemplate): (file: string, context: unknown) => string {
  const handlebars = Handlebars.create()
  const compiled = new Map<string, TemplateDelegate>()
  const compile = (file: string) => {
    const options = { strict: true, noEscape: true, knownHelpersOnly: true, knownHelpers }
    const fresh = handlebars.compile(templateText(template, file), options)
    compiled.set(file, fresh)
    return fresh
  }
  return (file, context) => {
    try {
      return (compiled.get(file) ?? compile(file))(context, { helpers: wordlessHelpers })
    } catch (error) {
      throw asTemplateFailure(template, file, error)
    }
  }
}
