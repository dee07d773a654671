import type { D3fendTechnique, ReferenceSource } from '../model/reference.js'
import { cell, cellOrNull, csvRows } from './csv-rows.js'

/** What a file says of D3FEND. */
export interface ReadD3fend {
  form: ReferenceSource['form']
  version: string | null
  date: string | null
  techniques: D3fendTechnique[]
}

type Row = Record<string, string>

/** Columns of the CSV on d3fend.mitre.org: a technique's label stands in the one of its depth. */
const levels = ['D3FEND Technique', 'D3FEND Technique Level 0', 'D3FEND Technique Level 1']

/**
 * Countermeasures of a CSV: the one of d3fend.mitre.org (`ID,D3FEND Tactic,D3FEND Technique,…`, which says neither
 * version nor addresses), or a table with `id,name,slug,tactic,deprecated,version`.
 */
export function readD3fendTable(file: string, text: string): ReadD3fend {
  if (/^\uFEFF?"?ID"?,/.test(text)) {
    const rows = csvRows(file, text, ['ID', 'D3FEND Tactic', 'D3FEND Technique'])
    return { form: 'd3fend-csv', version: null, date: null, techniques: rows.flatMap(officialRow) }
  }
  const rows = csvRows(file, text, ['id', 'name', 'slug', 'tactic', 'deprecated', 'version'])
  const version = rows[0] === undefined ? null : cellOrNull(rows[0], 'version')
  return { form: 'table', version, date: null, techniques: rows.map(ownRow) }
}

function ownRow(row: Row): D3fendTechnique {
  return {
    id: cell(row, 'id'),
    name: cell(row, 'name'),
    slug: cell(row, 'slug'),
    tactic: cellOrNull(row, 'tactic'),
    deprecated: cell(row, 'deprecated').toLowerCase() === 'true',
    synonyms: [],
  }
}

/** A row without an id is a heading of the matrix, not a countermeasure. */
function officialRow(row: Row): D3fendTechnique[] {
  const id = cell(row, 'ID')
  const name = levels.map((column) => cell(row, column)).find((label) => label !== '') ?? ''
  if (id === '' || name === '') return []
  const slug = name.replace(/\s+/g, '')
  return [{ id, name, slug, tactic: cellOrNull(row, 'D3FEND Tactic'), deprecated: false, synonyms: [] }]
}
