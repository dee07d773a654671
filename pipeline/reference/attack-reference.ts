import { compareText } from '../model/place.js'
import { type AttackReference, type AttackTechnique, mitreNotice } from '../model/reference.js'
import { readAttackStix } from './attack-stix.js'
import { readAttackTable } from './attack-table.js'
import { type AttackEdition, type EditionTechnique, endOfChain } from './edition.js'
import {
  looksLikeJson,
  type Said,
  type SourceFile,
  sourceOf,
  textOf,
  unfit,
  versionOr,
} from './source-file.js'

/** The version of ATT&CK that the pages speak of, and where it is from. */
type Past = Pick<AttackReference, 'pagesVersion' | 'pagesSource' | 'pagesTactics'> & {
  techniques: ReadonlyMap<string, NonNullable<AttackTechnique['before']>>
}

/** Where the version that the pages speak of comes from where the file of today's has none beside it. */
export interface PagesEdition {
  /** A file of that version, or null. */
  file: SourceFile | null
  said: Said
  /** A reference made earlier, whose version of the pages is taken over where there is no file. */
  earlier: AttackReference | null
}

/**
 * ATT&CK in two versions: today's, of a STIX bundle or a table, and that of the pages.
 *
 * @throws {Failure} (exit 3) where a file is of no known form, or does not say its version and nobody else does
 */
export function makeAttackReference(file: SourceFile, said: Said, pages: PagesEdition): AttackReference {
  const { today, before, form } = editionsOf(file)
  const beside = before === null ? null : pastOf(before, sourceOf(file, form), file.file, noWords)
  const editionOfPages =
    pages.file === null ? (beside ?? earlierPast(pages.earlier)) : fileOfPages(pages.file, pages.said)
  if (editionOfPages === null)
    throw unfit(file.file, 'it holds no version of the pages; give one with --pages-attack')
  const { techniques: past, ...pagesPart } = editionOfPages
  const ids = [...new Set([...today.techniques.keys(), ...past.keys()])].sort(compareText)
  return {
    notice: mitreNotice,
    version: versionOr(said.version ?? today.version, file.file, '--attack-version'),
    date: said.date ?? today.date,
    source: sourceOf(file, form),
    ...pagesPart,
    tactics: today.tactics,
    techniques: ids.map((id) => ({ id, today: presentOf(today, id), before: past.get(id) ?? null })),
  }
}

const noWords: Said = { version: null, date: null }

function editionsOf(file: SourceFile): {
  today: AttackEdition
  before: AttackEdition | null
  form: 'stix' | 'table'
} {
  const text = textOf(file)
  if (looksLikeJson(text)) return { today: readAttackStix(file.file, text), before: null, form: 'stix' }
  return { ...readAttackTable(file.file, text), form: 'table' }
}

function fileOfPages(file: SourceFile, said: Said): Past {
  const { today, form } = editionsOf(file)
  return pastOf(today, sourceOf(file, form), file.file, said)
}

function pastOf(edition: AttackEdition, pagesSource: Past['pagesSource'], file: string, said: Said): Past {
  return {
    pagesVersion: versionOr(said.version ?? edition.version, file, '--pages-attack-version'),
    pagesSource,
    pagesTactics: edition.tactics,
    techniques: new Map([...edition.techniques].map(([id, technique]) => [id, withoutSuccessor(technique)])),
  }
}

function withoutSuccessor({ name, status, tactics }: EditionTechnique) {
  return { name, status, tactics }
}

function earlierPast(earlier: AttackReference | null): Past | null {
  if (earlier === null) return null
  const { pagesVersion, pagesSource, pagesTactics, techniques } = earlier
  const past = techniques.flatMap(({ id, before }) => (before === null ? [] : [[id, before] as const]))
  return { pagesVersion, pagesSource, pagesTactics, techniques: new Map(past) }
}

function presentOf({ techniques }: AttackEdition, id: string): AttackTechnique['today'] {
  const technique = techniques.get(id)
  if (technique === undefined) return null
  return {
    ...withoutSuccessor(technique),
    revokedBy: technique.revokedBy,
    current: endOfChain(techniques, id),
  }
}
