import type { JudgedCategory } from '../../../model/category.js'
import { countText } from '../../../model/number-words.js'
import type { Report, ReportMapping, ReportResource } from '../../../model/report.js'
import { shortened } from '../../../model/shortened.js'
import { sum } from '../../../model/sum.js'
import { type CoverageView, type TechniqueView, techniqueView } from '../../view/technique-view.js'

/** What stands behind a level: rows by source, and the links to look at first. */
export interface EvidenceView extends CoverageView {
  bySource: { source: string; listed: number }[]
  /** Dead ones, as far as they go; else the first that is verified. */
  links: { text: string; url: string | null; lost: boolean }[]
}

/** A technique's entry in the appendix. */
export type AppendixEntry = Omit<TechniqueView, JudgedCategory> &
  Record<JudgedCategory, EvidenceView> & {
    /** The whole of a name too long for its column, which has a row of its own; null of others. */
    wholeName: string | null
  }

export interface AppendixView {
  entries: AppendixEntry[]
  /** Techniques beyond `limit`: the document says so, and where they stand. */
  leftOut: number
  limit: number
}

/** Twice as many as ATT&CK has: some 120 pages, which browser and run make in less than 2 GiB. */
export const entryLimit = 2_000
const linkLimit = 2
const wholeNameCharacters = 240
const cutNameCharacters = 90
const sourceCharacters = 30
/** More than a technique has anywhere; the rest is added up, so that no entry fills a page. */
const sourceLimit = 24
/** More than a line of the narrow column takes; the style sheet ends the line visibly. */
const labelCharacters = 60

/** An entry for each technique, in the report's order. */
export function appendixView({
  techniques,
  mappings,
  resources,
}: Pick<Report, 'techniques' | 'mappings' | 'resources'>): AppendixView {
  const mappingsOf = grouped(mappings)
  const resourcesOf = grouped(resources)
  const entries = techniques.slice(0, entryLimit).map((technique, index) => {
    const view = techniqueView(technique, index)
    const evidence = (category: JudgedCategory): EvidenceView => {
      const key = keyOf(technique.id, category)
      return {
        ...view[category],
        bySource: bySource(mappingsOf.get(key) ?? []),
        links: linksOf(resourcesOf.get(key) ?? []),
      }
    }
    const wholeName = view.name.length > wholeNameCharacters ? view.name : null
    const name = wholeName === null ? view.name : shortened(wholeName, cutNameCharacters)
    return {
      ...view,
      name,
      wholeName,
      policy: evidence('policy'),
      detection: evidence('detection'),
      test: evidence('test'),
    }
  })
  return { entries, leftOut: techniques.length - entries.length, limit: entryLimit }
}

const keyOf = (techniqueId: string, category: string) => `${techniqueId}\n${category}`

function grouped<Row extends { techniqueId: string; category: string }>(
  rows: readonly Row[],
): Map<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const key = keyOf(row.techniqueId, row.category)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [row])
    else group.push(row)
  }
  return groups
}

function bySource(mappings: readonly ReportMapping[]): EvidenceView['bySource'] {
  const counts = new Map<string, number>()
  for (const { source, listedCount } of mappings) counts.set(source, (counts.get(source) ?? 0) + listedCount)
  const sources = [...counts].map(([source, listed]) => ({
    source: shortened(source, sourceCharacters),
    listed,
  }))
  const rest = sources.slice(sourceLimit)
  if (rest.length === 0) return sources
  const source = `${countText(rest.length, 'more source')}:`
  return [...sources.slice(0, sourceLimit), { source, listed: sum(rest.map(({ listed }) => listed)) }]
}

function linksOf(resources: readonly ReportResource[]): EvidenceView['links'] {
  const first = resources.filter(({ repeat, evidenceUrl }) => !repeat && evidenceUrl !== null)
  const lost = first.filter(({ linkState }) => linkState === 'dead')
  const standing = first.filter(({ linkState }) => linkState === 'alive' || linkState === 'moved')
  const shown = lost.length > 0 ? lost.slice(0, linkLimit) : standing.slice(0, 1)
  return shown.map(({ label, evidenceUrl, target, linkState }) => ({
    text: nameOf(label),
    url: target ?? evidenceUrl,
    lost: linkState === 'dead',
  }))
}

/** Labels are often paths: the end says most. */
function nameOf(label: string): string {
  return shortened(label.slice(label.lastIndexOf('/') + 1).trim() || label, labelCharacters)
}
