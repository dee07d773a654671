import { z } from 'zod'
import { parseTemplateJson } from '../table/template-json.js'
import { type ReportTemplate, templateText } from './report-template.js'

/** `words.json`: by group and code, a short label and one sentence of what it means. */
const Words = z.record(
  z.string(),
  z.record(z.string(), z.strictObject({ label: z.string(), meaning: z.string() })),
)

/** Label and meaning of a code, or undefined where `words.json` does not know it. */
export type WordsOf = (group: string, code: string) => { label: string; meaning: string } | undefined

/**
 * The words that a template has for the codes of a report: finding codes, kinds of gaps, link states, unknowns.
 *
 * @throws {Failure} (exit 3) when `words.json` is missing or in another form
 */
export function templateWords(template: ReportTemplate): WordsOf {
  const text = templateText(template, 'words.json')
  const words = parseTemplateJson(Words, text, `template ${template.name}/words.json`)
  const groups = new Map(Object.entries(words).map(([name, group]) => [name, new Map(Object.entries(group))]))
  return (group, code) => groups.get(group)?.get(code)
}
