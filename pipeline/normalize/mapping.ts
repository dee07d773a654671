import type { Category } from '../model/category.js'
import { type Finding, finding } from '../model/finding.js'
import type { Locator, Mapping, Resource } from '../model/model.js'
import type { Place } from '../model/place.js'
import type { MappingRecord, RowRecord, Written } from '../model/records.js'
import { readDate } from '../model/written-date.js'
import { sourceId } from './sources.js'

/** Which page a record is of, and where its findings go. */
export interface PageContext {
  file: string
  techniqueId: string
  findings: Finding[]
}

/** A mapping as it is meant; each thing that is left out or not understood becomes a finding. */
export function normalizeMapping(record: MappingRecord, category: Category, page: PageContext): Mapping {
  const sourceName = (record.source?.label ?? record.heading.text).trim()
  const source = sourceId(sourceName, record.source?.url ?? null)
  const said = new MappingNotes(page, category, source)
  if (sourceName === '') said.missing('heading', record.heading.line)
  const resources = record.rows.flatMap((row) => resourceOf(row, said))
  for (const rest of record.rest) said.unknownText(rest)
  return {
    category,
    source,
    sourceName,
    sourceUrl: record.source?.url ?? null,
    lastAccessed: lastAccessedOf(record, said),
    declaredTotal: numberOf(record.total, 'total', record.heading, said),
    declaredCount: numberOf(record.count, 'count', record.heading, said),
    placeholders: record.rows.filter(isPlaceholder).length,
    locator: locatorOf(record, page.file),
    place: { file: page.file, line: record.heading.line },
    resources,
  }
}

/** Findings of one mapping: they all name its page, category and source. */
class MappingNotes {
  readonly page: PageContext
  readonly category: Category
  readonly source: string

  constructor(page: PageContext, category: Category, source: string) {
    this.page = page
    this.category = category
    this.source = source
  }

  at(line: number, subject: string): { place: Place; techniqueId: string; subject: string } {
    const place = { file: this.page.file, line }
    return {
      place,
      techniqueId: this.page.techniqueId,
      subject: `${this.category}/${this.source}/${subject}`,
    }
  }

  add(found: Finding): void {
    this.page.findings.push(found)
  }

  missing(field: string, line: number): void {
    this.add(finding('field-missing', this.at(line, field), { field, within: this.source }))
  }

  /** A row that is read although its form is off, with its words as they were. */
  repairedRow(row: RowRecord): void {
    const { form, marker, line, text } = row
    if (form !== 'broken' && marker !== 'none') return
    const repair = form === 'broken' ? 'a link that is none in CommonMark' : 'a row without its bullet'
    const facts = { field: 'row', written: text, repaired: `[${row.label}](${row.url})`, repair }
    this.add(finding('text-repaired', this.at(line, row.label), facts))
  }

  unknownText({ text, line }: Written): void {
    this.add(finding('text-unknown', this.at(line, text), { written: text, within: this.source }))
  }
}

function resourceOf(row: RowRecord, said: MappingNotes): Resource[] {
  if (isPlaceholder(row)) {
    const facts = { source: said.source, category: said.category, label: row.label, url: row.url }
    said.add(finding('placeholder-row', said.at(row.line, row.label), facts))
    return []
  }
  said.repairedRow(row)
  return [
    {
      label: row.label,
      url: row.url,
      trail: row.trail.map(({ label, url }) => ({ label, url })),
      tests: testsOf(row),
      place: { file: said.page.file, line: row.line },
    },
  ]
}

/**
 * A row that says there is nothing: "no defensive relations yet", with no address or one made of its own words. A
 * row that leads somewhere is a resource, whatever it is called.
 */
function isPlaceholder({ label, url }: RowRecord): boolean {
  const words = label.trim()
  if (!/^no .*\b(yet|available|found|mapped)$/i.test(words) && !/^(none|n\/a|tbd)$/i.test(words)) return false
  if (url === null) return !/^no .*\b(available|found|mapped)$/i.test(words)
  const lastWords = url.split(/[/:#?]/).at(-1) ?? ''
  return lettersOf(lastWords) === lettersOf(words)
}

function lettersOf(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '')
}

/** The unit tests that a row states behind its link: `: 3 unit tests` or `: 3 <code>unit_tests</code>`. */
function testsOf(row: RowRecord): number | null {
  const match = /^:\s*(\d{1,6})\s*(?:<code>)?unit[ _]tests?/i.exec(row.tail)
  return match === null ? null : Number(match[1])
}

function lastAccessedOf(record: MappingRecord, said: MappingNotes): string | null {
  if (record.lastAccessed === null) {
    said.add(
      finding('field-missing', said.at(record.heading.line, 'date'), { field: 'date', within: said.source }),
    )
    return null
  }
  const { text, line } = record.lastAccessed
  const { readings, ambiguousForm } = readDate(text)
  if (readings.length === 0) {
    said.add(finding('date-unreadable', said.at(line, text), { source: said.source, written: text }))
  } else if (ambiguousForm) {
    said.add(finding('date-ambiguous', said.at(line, text), { source: said.source, written: text, readings }))
  }
  // Where the form is ambiguous but the calendar leaves one reading (there is no month 27), that one is certain.
  return readings.length === 1 ? (readings[0] ?? null) : null
}

function numberOf(
  written: Written | null,
  field: string,
  heading: Written,
  said: MappingNotes,
): number | null {
  if (written === null) {
    said.missing(field, heading.line)
    return null
  }
  const digits = /^\d{1,3}(?:[,' ]\d{3})+$|^\d{1,9}$/.exec(written.text.trim())
  if (digits !== null) return Number(digits[0].replace(/\D/g, ''))
  const facts = { source: said.source, field, written: written.text }
  said.add(finding('number-unreadable', said.at(written.line, field), facts))
  return null
}

function locatorOf(record: MappingRecord, file: string): Locator | null {
  if (record.locator === null) return null
  const { text, links, line } = record.locator
  return { text, links: links.map(({ label, url }) => ({ label, url })), place: { file, line } }
}
