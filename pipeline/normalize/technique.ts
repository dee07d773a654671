import { judgedCategories } from '../model/category.js'
import { type FindingFacts, finding } from '../model/finding.js'
import type { Technique } from '../model/model.js'
import type { PageRecord } from '../model/records.js'
import { categoryOf, type SectionCategories, sectionHeadings } from './categories.js'
import { normalizeMapping, type PageContext } from './mapping.js'
import { repairMojibake } from './mojibake.js'

/** An ATT&CK id that is no part of a longer number. */
const idPattern = /(?<![\w.])T\d{4}(?:\.\d{3})?(?![\w]|\.\d)/i

/** A page as the technique it is about. A page whose title names no id goes by its file's name, with a finding. */
export function normalizePage(
  page: PageRecord,
  findings: PageContext['findings'],
  mapped: SectionCategories,
): Technique {
  const title = page.title?.text ?? ''
  const line = page.title?.line ?? 1
  const titleId = idPattern.exec(title)?.[0].toUpperCase()
  const id = titleId ?? fileStem(page.file)
  const context: PageContext = { file: page.file, techniqueId: id, findings }
  if (titleId === undefined) missing(context, 'technique id', line)
  else reportOtherIds(page, context, line)
  const name = repaired(context, 'name', nameOf(title), line)
  const descriptionLine = page.description?.line ?? line
  const technique: Technique = {
    id,
    name,
    parentId: /^T\d{4}\.\d{3}$/.test(id) ? id.slice(0, 5) : null,
    tactics: tacticsOf(page, context),
    url: page.technique?.url ?? null,
    urlPlace: page.technique === null ? null : { file: page.file, line: page.technique.line },
    description: repaired(context, 'description', page.description?.text ?? '', descriptionLine),
    descriptionLinks: (page.description?.links ?? []).map((link) => ({
      label: link.label,
      url: link.url,
      place: { file: page.file, line: link.line },
    })),
    place: { file: page.file, line },
    mappings: page.sections.flatMap((section) => {
      const category = categoryOf(section.heading.text, mapped)
      return section.mappings.map((mapping) => normalizeMapping(mapping, category, context))
    }),
  }
  if (page.technique === null) missing(context, 'link to ATT&CK', line)
  reportSections(page, context, mapped)
  for (const { line: at, ...facts } of page.repairs) report(context, at, facts)
  return technique
}

/** The title names the technique; where file or ATT&CK link name another, somebody has mixed pages up. */
function reportOtherIds(page: PageRecord, context: PageContext, line: number): void {
  const linked = /\/techniques\/(T\d{4})(?:\/(\d{3}))?/i.exec(page.technique?.url ?? '')
  const inLink = linked
    ?.slice(1)
    .filter((part) => part !== undefined)
    .join('.')
  for (const [where, other] of [
    ['file name', idPattern.exec(fileStem(page.file))?.[0]],
    ['link to ATT&CK', inLink],
  ] as const) {
    if (other === undefined || other.toUpperCase() === context.techniqueId) continue
    const at = { place: { file: page.file, line }, techniqueId: context.techniqueId, subject: where }
    context.findings.push(finding('id-conflict', at, { where, other: other.toUpperCase() }))
  }
}

function fileStem(file: string): string {
  return (file.split('/').at(-1) ?? file).replace(/\.md$/i, '')
}

function nameOf(title: string): string {
  return title
    .replace(idPattern, '')
    .replace(/^\s*[:–—-]?\s*/, '')
    .trim()
}

function tacticsOf(page: PageRecord, context: PageContext): string[] {
  const tactics = (page.tactics?.text ?? '')
    .split(/[,;]/)
    .map((tactic) => tactic.trim())
    .filter((tactic) => tactic !== '')
  if (tactics.length === 0) missing(context, 'tactics', page.tactics?.line ?? page.title?.line ?? 1)
  return tactics
}

function missing(context: PageContext, field: string, line: number): void {
  const at = { place: { file: context.file, line }, techniqueId: context.techniqueId, subject: field }
  context.findings.push(finding('field-missing', at, { field, within: 'the page' }))
}

function repaired(context: PageContext, field: string, written: string, line: number): string {
  const result = repairMojibake(written)
  if (result === written) return written
  const around = firstDifference(written, result)
  report(context, line, {
    field,
    written: around.a,
    repaired: around.b,
    repair: 'UTF-8 read as windows-1252',
  })
  return result
}

function report(context: PageContext, line: number, facts: FindingFacts['text-repaired']): void {
  const at = { place: { file: context.file, line }, techniqueId: context.techniqueId, subject: facts.field }
  context.findings.push(finding('text-repaired', at, facts))
}

/** The first place where two texts differ, with a few words around it: a description may be pages long. */
function firstDifference(a: string, b: string): { a: string; b: string } {
  let at = 0
  while (a[at] === b[at]) at += 1
  const from = Math.max(0, a.lastIndexOf(' ', at) + 1)
  return { a: a.slice(from, at + 24), b: b.slice(from, at + 24) }
}

function reportSections(page: PageRecord, context: PageContext, mapped: SectionCategories): void {
  const present = new Set(page.sections.map((section) => categoryOf(section.heading.text, mapped)))
  const titleLine = page.title?.line ?? 1
  for (const category of judgedCategories) {
    if (present.has(category)) continue
    const section = sectionHeadings[category]
    const at = {
      place: { file: page.file, line: titleLine },
      techniqueId: context.techniqueId,
      subject: section,
    }
    context.findings.push(finding('section-missing', at, { section }))
  }
  for (const section of page.sections) {
    const at = (line: number, subject: string) => ({
      place: { file: page.file, line },
      techniqueId: context.techniqueId,
      subject,
    })
    const { text, line } = section.heading
    if (categoryOf(text, mapped) === 'other')
      context.findings.push(finding('heading-unknown', at(line, text), { heading: text }))
    for (const rest of section.rest) {
      context.findings.push(
        finding('text-unknown', at(rest.line, rest.text), { written: rest.text, within: text }),
      )
    }
  }
  for (const rest of page.rest) {
    const at = {
      place: { file: page.file, line: rest.line },
      techniqueId: context.techniqueId,
      subject: rest.text,
    }
    context.findings.push(finding('text-unknown', at, { written: rest.text, within: 'the head of the page' }))
  }
}
