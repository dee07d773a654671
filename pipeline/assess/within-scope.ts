import type { Finding } from '../model/finding.js'
import type { Links } from '../model/links.js'
import type { Model } from '../model/model.js'
import type { RecordsSummary } from '../model/records.js'
import { seriesOf } from '../model/series.js'

/** Ids of the techniques that a report is about. */
export type TechniqueIds = Pick<ReadonlySet<string>, 'has'>

/** What pages mean, and where their links lead. */
interface Pages {
  model: Model
  links: Links
}

/**
 * The facts told of the pages in scope alone: links by the places where these name them, findings where they are about
 * one of these pages, about the corpus as a whole, or about a file that is no page of any technique.
 */
export function withinScope(
  { records, ...pages }: Pages & { records: RecordsSummary },
  inScope: TechniqueIds,
): Pages & { records: RecordsSummary } {
  const outside = filesOutside(pages.model, inScope)
  return {
    ...pagesWithin(pages, inScope),
    records: {
      ...records,
      pages: seriesOf(records.pages, ({ file }) => !outside.has(file)),
      findings: findingsWithin(records.findings, inScope, outside),
    },
  }
}

/** Model and links told of the pages in scope alone. */
export function pagesWithin({ model, links }: Pages, inScope: TechniqueIds): Pages {
  const outside = filesOutside(model, inScope)
  return {
    model: {
      ...model,
      techniques: model.techniques.filter(({ id }) => inScope.has(id)),
      findings: findingsWithin(model.findings, inScope, outside),
    },
    links: {
      ...links,
      network: { ...links.network, detail: ofWholeRun(links.network.detail) },
      links: links.links.flatMap((link) => {
        const places = link.places.filter(({ file }) => !outside.has(file))
        return places.length === 0 ? [] : [{ ...link, places }]
      }),
    },
  }
}

/** What the check says of itself counts all links. */
function ofWholeRun(detail: string | null): string | null {
  return detail === null || !/\d/.test(detail)
    ? detail
    : `${detail} These figures are of all pages, in scope or not.`
}

function filesOutside({ techniques }: Model, inScope: TechniqueIds): Set<string> {
  return new Set(techniques.filter(({ id }) => !inScope.has(id)).map(({ place }) => place.file))
}

function findingsWithin(
  findings: readonly Finding[],
  inScope: TechniqueIds,
  outside: ReadonlySet<string>,
): Finding[] {
  return findings.filter(({ place, techniqueId }) =>
    place === null ? techniqueId === null || inScope.has(techniqueId) : !outside.has(place.file),
  )
}
