import { z } from 'zod'
import type { Category } from './category.js'
import { stableId } from './digest.js'
import { type FindingWords, findingWords } from './finding-words.js'
import { comparePlaces, compareText, Place } from './place.js'
import { idNumberer } from './unique-ids.js'

export const Severity = z.enum(['error', 'warning', 'note'])
export type Severity = z.infer<typeof Severity>

/**
 * The facts of each finding, by code. A code without words in `findingWords` does not compile, and neither
 * do words that use a fact the code lacks.
 */
export interface FindingFacts {
  'count-mismatch': { source: string; category: Category; declared: number; rows: number; tests: number | null }
  'total-conflict': { source: string; category: Category; lastAccessed: string; declared: number; usual: number }
  'mapping-stale': { source: string; category: Category; lastAccessed: string; ageDays: number; limitDays: number }
  'mapping-behind': { source: string; category: Category; lastAccessed: string; newest: string }
  'date-ambiguous': { source: string; written: string; readings: string[] }
  'date-unreadable': { source: string; written: string }
  'resource-duplicate': { source: string; category: Category; label: string; url: string | null; firstLine: number }
  'resource-unlinked': { source: string; category: Category; label: string }
  'placeholder-row': { source: string; category: Category; label: string; url: string | null }
  'page-unreadable': { reason: string; detail: string }
  'page-skipped': Record<string, never>
  'bytes-invalid': { encoding: string; offset: number }
  'page-duplicate': { firstFile: string }
  'heading-unknown': { heading: string }
  'text-repaired': { field: string; written: string; repaired: string; repair: string }
  'text-unknown': { written: string; within: string }
  'number-unreadable': { source: string; field: string; written: string }
  'section-missing': { section: string }
  'field-missing': { field: string; within: string }
  'technique-revoked': { name: string; successor: string | null }
  'technique-deprecated': { name: string }
  'link-dead': { url: string; reason: string; confirmed: boolean; places: number }
  'link-moved': { url: string; target: string; evidence: string; places: number }
  'link-blocked': { url: string; reason: string; places: number }
  'link-unreachable': { url: string; reason: string; places: number }
  'link-unchecked': { count: number; reason: string }
  'link-refused': { url: string; reason: string; places: number }
  'gap-policy': { tactics: string[] }
  'gap-detection': { tactics: string[] }
  'gap-test': { tactics: string[] }
  'gap-lost': { category: Category; listed: number }
  'gap-stale': { category: Category; newest: string; limitDays: number }
  'gap-single-source': { category: Category; source: string; listed: number }
}
export type FindingCode = keyof FindingFacts

/** The codes in the order of the table above. */
export const findingCodes = Object.keys(findingWords) as [FindingCode, ...FindingCode[]]

const FactValue = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())])

/** One thing an auditor would write down. */
export const Finding = z.strictObject({
  id: z.string().describe('stable: the same thing has the same id in every run, whatever its line'),
  code: z.enum(findingCodes),
  severity: Severity,
  place: Place.nullable().describe('null where it concerns the corpus as a whole'),
  techniqueId: z.string().nullable(),
  message: z.string(),
  facts: z.record(z.string(), FactValue),
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
export const Findings = z.strictObject({ schemaVersion: z.string(), findings: z.array(Finding) })
export type Findings = z.infer<typeof Findings>
