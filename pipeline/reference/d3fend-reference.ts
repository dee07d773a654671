import { compareText } from '../model/place.js'
import { type D3fendReference, mitreNotice } from '../model/reference.js'
import { readD3fendGraph } from './d3fend-graph.js'
import { readD3fendTable } from './d3fend-table.js'
import {
  looksLikeJson,
  type Said,
  type SourceFile,
  sourceOf,
  textOf,
  unfit,
  versionOr,
} from './source-file.js'

/**
 * D3FEND of the CSV or the JSON(-LD) that d3fend.mitre.org offers, or of a table with `id,name,slug,…`.
 *
 * @throws {Failure} (exit 3) where the file is of no known form, or does not say its version and nobody else does
 */
export function makeD3fendReference(file: SourceFile, said: Said): D3fendReference {
  const text = textOf(file)
  const read = looksLikeJson(text) ? readD3fendGraph(file.file, text) : readD3fendTable(file.file, text)
  const techniques = [...read.techniques].sort((a, b) => compareText(a.id, b.id))
  if (techniques.length === 0) throw unfit(file.file, 'it holds no countermeasure')
  const twice = techniques.find(({ id }, index) => techniques[index + 1]?.id === id)
  if (twice !== undefined) throw unfit(file.file, `${twice.id} stands in it twice`)
  return {
    notice: mitreNotice,
    version: versionOr(said.version ?? read.version, file.file, '--d3fend-version'),
    date: said.date ?? read.date,
    source: sourceOf(file, read.form),
    techniques,
  }
}
