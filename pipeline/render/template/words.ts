import { z } from 'zod'
import { type ReportTemplate, templateFailure } from './report-template.js'
import { parseJson } from './table-headings.js'

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
  const parsed = Words.safeParse(parseJson(template, 'words.json'))
  if (!parsed.success) {
    const first = parsed.error.issues[0]
    throw templateFailure(
      template,
      'words.json',
      null,
      `${first?.path.join('.') ?? ''}: ${first?.message ?? ''}`,
    )
  }
  const groups = new Map(
    Object.entries(parsed.data).map(([name, group]) => [name, new Map(Object.entries(group))]),
  )
  return (group, code) => groups.get(group)?.get(code)
}
