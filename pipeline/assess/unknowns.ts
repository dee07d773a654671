import type { Finding } from '../model/finding.js'
import type { Links } from '../model/links.js'
import type { Report } from '../model/report.js'
import type { AssessedResource } from './assessed-resource.js'
import { linkCounts } from './link-summary.js'

type Unknown = Report['unknowns'][number]

/** What the run could not find out, gravest first; only what in fact occurred. */
export function unknownsOf(
  links: Links,
  resources: readonly AssessedResource[],
  findings: readonly Finding[],
  mappings: { undated: number; pagesWithout: number },
): Unknown[] {
  const counts = linkCounts(links.links)
  const { state, detail, proxiedLinks } = links.network
  const all: Unknown[] = [
    ...(state === 'online' ? [] : [{ code: state, count: counts.unchecked, detail }]),
    known('links-unchecked', state === 'online' ? counts.unchecked : 0),
    known('links-unreachable', counts.unreachable),
    known('links-blocked', counts.blocked),
    known('links-refused', counts.refused),
    known('dead-unconfirmed', links.links.filter((link) => link.state === 'dead' && !link.confirmed).length),
    known('resources-without-link', resources.filter(({ evidence }) => evidence.by === 'none').length),
    known('dates-unknown', mappings.undated),
    known('pages-unreadable', findings.filter(({ code }) => code === 'page-unreadable').length),
    known('pages-without-mapping', mappings.pagesWithout),
    known('names-resolved-by-proxy', proxiedLinks),
  ]
  return all.filter((each) => each.count > 0 || each.code === state)
}

function known(code: Unknown['code'], count: number): Unknown {
  return { code, count, detail: null }
}
