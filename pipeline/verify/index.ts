import { Category } from '../model/category.js'
import { resourceEvidence } from '../model/evidence-url.js'
import type { LinkRecord, LinkState, Links } from '../model/links.js'
import { LinkState as LinkStates } from '../model/links.js'
import type { Mapping, ModelSource, Resource } from '../model/model.js'
import { flatMapped } from '../model/series.js'

/** Figures by where they stand in `report.totals`, such as `detection.verified`. */
export type Figures = Map<string, number>

/** A figure of a report that model and links do not bear out. */
export interface WrongFigure {
  /** Where it stands in `report.json`. */
  path: string
  /** What stands there; null where there is no number. */
  reported: number | null
  derived: number
}

/**
 * The headline figures, counted anew from the model and the links: a second reading that shares no step with the
 * assessment, so that a fault of either shows.
 *
 * @param listed ids of the techniques that the report is about, or null where it is about all pages
 */
export function headlineFigures(
  model: ModelSource,
  links: Links,
  listed: ReadonlySet<string> | null,
): Figures {
  const isIn = (id: string) => listed === null || listed.has(id)
  const ids = new Set(listed ?? flatMapped(model.techniques, ({ id }) => [id]))
  const subIds = [...ids].filter((id) => /^T\d{4}\.\d{3}$/.test(id))
  const figures: Figures = new Map([
    ['techniques', ids.size],
    ['parentTechniques', ids.size - subIds.length],
    ['subTechniques', subIds.length],
    ['mappings', 0],
    ['resources', 0],
    ['placeholders', 0],
  ])
  countRows(figures, model, new Map(links.links.map((link) => [link.url, link])), isIn)
  const outside = new Set(flatMapped(model.techniques, ({ id, place }) => (isIn(id) ? [] : [place.file])))
  countLinks(figures, links.links, outside)
  return figures
}

/** The figures that differ from the totals of a report, by path. */
export function wrongFigures(totals: unknown, figures: Figures): WrongFigure[] {
  return [...figures].flatMap(([path, derived]) => {
    const reported = numberAt(totals, path)
    return reported === derived ? [] : [{ path: `totals.${path}`, reported, derived }]
  })
}

function numberAt(value: unknown, path: string): number | null {
  let at = value
  for (const name of path.split('.')) {
    at = typeof at === 'object' && at !== null ? new Map<string, unknown>(Object.entries(at)).get(name) : null
  }
  return typeof at === 'number' ? at : null
}

type Standing = 'verified' | 'lost' | 'unknown'

const standingOfState: Record<LinkState, Standing> = {
  alive: 'verified',
  moved: 'verified',
  dead: 'lost',
  blocked: 'unknown',
  unreachable: 'unknown',
  unchecked: 'unknown',
  refused: 'unknown',
}

function countRows(
  figures: Figures,
  model: ModelSource,
  byUrl: ReadonlyMap<string, LinkRecord>,
  isIn: (id: string) => boolean,
): void {
  const standings = new Map(Category.options.map((category) => [category, new Map<string, Standing>()]))
  const verified = { detection: new Set<string>(), test: new Set<string>() }
  for (const category of Category.options) figures.set(`${category}.listed`, 0)
  for (const { id, mappings } of model.techniques) {
    if (!isIn(id)) continue
    for (const mapping of mappings) {
      const { category, resources, placeholders } = mapping
      add(figures, 'mappings', 1)
      add(figures, 'placeholders', placeholders)
      add(figures, 'resources', resources.length)
      add(figures, `${category}.listed`, resources.length)
      for (const resource of resources) {
        const { key, url } = identityOf(resource, mapping)
        const state = url === null ? undefined : byUrl.get(url)?.state
        const standing = state === undefined ? 'unknown' : standingOfState[state]
        standings.get(category)?.set(key, standing)
        if (standing === 'verified' && (category === 'detection' || category === 'test'))
          verified[category].add(id)
      }
    }
  }
  for (const [category, own] of standings) {
    figures.set(`${category}.distinct`, own.size)
    for (const standing of ['verified', 'lost', 'unknown'] as const) {
      figures.set(`${category}.${standing}`, [...own.values()].filter((each) => each === standing).length)
    }
  }
  figures.set('validated', [...verified.detection].filter((id) => verified.test.has(id)).length)
}

/** A resource is its address; without one it is its words, in the file that its source names or on its page. */
function identityOf(resource: Resource, mapping: Mapping): { key: string; url: string | null } {
  const { url } = resourceEvidence(resource, mapping)
  const within = JSON.stringify([mapping.source, url ?? mapping.place.file, resource.label])
  return { key: resource.url ?? within, url }
}

/** Links that stand nowhere but on pages outside are no part of the report. */
function countLinks(figures: Figures, links: readonly LinkRecord[], outside: ReadonlySet<string>): void {
  const own = links.filter(
    ({ places }) => outside.size === 0 || places.some(({ file }) => !outside.has(file)),
  )
  figures.set('distinctUrls', own.length)
  for (const state of LinkStates.options) figures.set(`links.${state}`, 0)
  for (const { state } of own) add(figures, `links.${state}`, 1)
}

function add(figures: Figures, path: string, count: number): void {
  figures.set(path, (figures.get(path) ?? 0) + count)
}
