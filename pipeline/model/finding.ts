import { z } from 'zod'
import { stableId } from './digest.js'
import { type FindingCode, type FindingFacts, severities } from './finding-facts.js'
import { type FindingWords, findingWords } from './finding-words.js'
import { comparePlaces, compareText, Place } from './place.js'
import { idNumberer } from './unique-ids.js'
import { SchemaVersion } from './version.js'

export const Severity = z
  .enum(severities)
  .describe('error: something is lost; warning: something is off; note: worth knowing')
export type Severity = z.infer<typeof Severity>
export type { FindingCode, FindingFacts } from './finding-facts.js'

/** The codes in the order of the table above. */
export const findingCodes = Object.keys(findingWords) as [FindingCode, ...FindingCode[]]

const FactValue = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())])

/** One thing an auditor would write down. */
export const Finding = z.strictObject({
  id: z.string().describe('stable: the same thing has the same id in every run, whatever its line'),
  code: z.enum(findingCodes).describe('what kind of thing it is'),
  severity: Severity,
  place: Place.nullable().describe('null where it concerns the corpus as a whole'),
  techniqueId: z.string().nullable().describe('technique that it concerns, or null'),
  message: z.string().describe('one sentence for people'),
  facts: z
    .record(z.string(), FactValue)
    .describe('what the sentence is made of; the names depend on the code'),
})
export type Finding = z.infer<typeof Finding>

/**
 * The finding of `code` at a place, in words.
 *
 * Its id is made of code, file and technique, and of `subject`: what tells it from others of its kind on
 * that page (a source, a URL …). The line is left out on purpose, since lines move whenever a page is edited.
 */
export function finding<Code extends FindingCode>(
  code: Code,
  at: { place: Place | null; techniqueId: string | null; subject: string },
  facts: FindingFacts[Code],
): Finding {
  const words: FindingWords<Code> = findingWords[code]
  return {
    id: `${code}-${stableId(code, at.place?.file ?? null, at.techniqueId, at.subject)}`,
    code,
    severity: words.severity,
    place: at.place,
    techniqueId: at.techniqueId,
    message: words.message(facts),
    facts: { ...facts },
  }
}

/** Findings by file, line, code and id; those of the corpus as a whole come first. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  return [...findings].sort(
    (a, b) =>
      comparePlaces(a.place ?? nowhere, b.place ?? nowhere) ||
      compareText(a.code, b.code) ||
      compareText(a.id, b.id),
  )
}
const nowhere: Place = { file: '', line: 1 }

/** The findings with ids made unique: repeats are told apart by their order on the page. */
export function withUniqueIds(findings: readonly Finding[]): Finding[] {
  const numbered = idNumberer()
  return findings.map((each) => ({ ...each, id: numbered(each.id) }))
}

/** `findings.json`: all findings of a run, by file, line and code. */
export const Findings = z.strictObject({
  schemaVersion: SchemaVersion,
  findings: z.array(Finding).describe('by file, line, code and id; those of the whole corpus first'),
})
export type Findings = z.infer<typeof Findings>
