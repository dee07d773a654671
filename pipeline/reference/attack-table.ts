import type { TechniqueStatus } from '../model/reference.js'
import { cell, cellOrNull, csvRows } from './csv-rows.js'
import { type AttackEdition, type EditionTechnique, tacticsInUse, techniqueId } from './edition.js'
import { unfit } from './source-file.js'

/** The two versions that one table holds; the older one where it has the columns. */
export interface AttackTable {
  today: AttackEdition
  before: AttackEdition | null
}

type Row = Record<string, string>

/**
 * ATT&CK of a table: `id,name,tactics,revoked,deprecated,revoked_by,version`, and for an older version beside it
 * `name_v10_1,tactics_v10_1,status_v10_1` (of v10.1; any other in the same form).
 */
export function readAttackTable(file: string, text: string): AttackTable {
  const rows = csvRows(file, text, [
    'id',
    'name',
    'tactics',
    'revoked',
    'deprecated',
    'revoked_by',
    'version',
  ])
  const techniques = byId(file, rows, presentOf)
  const [first] = rows
  const today = editionOf(first === undefined ? null : cellOrNull(first, 'version'), techniques)
  const older = Object.keys(first ?? {}).flatMap(
    (column) => /^name_v(\d+(?:_\d+)*)$/.exec(column)?.[1] ?? [],
  )[0]
  if (older === undefined) return { today, before: null }
  const past = byId(file, rows, (row) => pastOf(file, row, older))
  return { today, before: editionOf(older.replaceAll('_', '.'), past) }
}

function editionOf(version: string | null, techniques: Map<string, EditionTechnique>): AttackEdition {
  return { version, date: null, tactics: tacticsInUse(techniques.values()), techniques }
}

function byId(file: string, rows: readonly Row[], read: (row: Row) => EditionTechnique | null) {
  const techniques = new Map<string, EditionTechnique>()
  for (const row of rows) {
    const id = cell(row, 'id')
    if (!techniqueId.test(id)) throw unfit(file, `"${id}" is no id of a technique`)
    if (techniques.has(id)) throw unfit(file, `${id} stands in it twice`)
    const technique = read(row)
    if (technique !== null) techniques.set(id, technique)
  }
  if (techniques.size === 0) throw unfit(file, 'it holds no technique')
  return techniques
}

function presentOf(row: Row): EditionTechnique {
  const isTrue = (column: string) => cell(row, column).toLowerCase() === 'true'
  return {
    name: cell(row, 'name'),
    status: isTrue('revoked') ? 'revoked' : isTrue('deprecated') ? 'deprecated' : 'active',
    tactics: tacticsOf(cell(row, 'tactics')),
    revokedBy: cellOrNull(row, 'revoked_by'),
  }
}

function pastOf(file: string, row: Row, version: string): EditionTechnique | null {
  const name = cell(row, `name_v${version}`)
  if (name === '') return null
  const status = cell(row, `status_v${version}`)
  if (!isStatus(status)) throw unfit(file, `"${status}" is no status of a technique`)
  return { name, status, tactics: tacticsOf(cell(row, `tactics_v${version}`)), revokedBy: null }
}

function isStatus(text: string): text is TechniqueStatus {
  return text === 'active' || text === 'revoked' || text === 'deprecated'
}

function tacticsOf(text: string): string[] {
  return text
    .split(';')
    .map((tactic) => tactic.trim())
    .filter((tactic) => tactic !== '')
}
