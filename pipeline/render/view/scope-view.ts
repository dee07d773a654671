import type { Report } from '../../model/report.js'
import { shortened } from '../../model/shortened.js'

/** The scope in few words; without one, a report of all pages. */
export interface ScopeView {
  /** Pages that the report is about: those in scope, and all where there is no scope. */
  pagesReported: number
  /** Whether the scores of several layers are summed. */
  isSum: boolean
  /** The first layers, as short as a cover needs them; methods name all in full. */
  layers: { name: string; file: string }[]
  layersLeftOut: number
}

const layerLimit = 3
const shownCharacters = 60

/** The words on the scope that stand on cover and summary. */
export function scopeView({ scope, totals }: Report): ScopeView {
  const layers = scope?.layers ?? []
  return {
    pagesReported: totals.pages - (scope?.pagesOutside ?? 0),
    isSum: scope?.scoreRule === 'sum',
    layers: layers.slice(0, layerLimit).map(({ name, file }) => ({
      name: shortened(name, shownCharacters),
      file: shortened(file, shownCharacters),
    })),
    layersLeftOut: Math.max(0, layers.length - layerLimit),
  }
}
