import type { Finding } from '../model/finding.js'
import type { Links } from '../model/links.js'
import type { Report, ReportScope } from '../model/report.js'
import type { AssessedResource } from './assessed-resource.js'
import { linkCounts } from './link-summary.js'

type Unknown = Report['unknowns'][number]

/** What the run could not find out, gravest first; only what in fact occurred. */
export function unknownsOf(
  links: Links,
  resources: readonly AssessedResource[],
  findings: readonly Finding[],
  counts: { undated: number; pagesWithout: number; scope: ReportScope | null },
): Unknown[] {
  const states = linkCounts(links.links)
  const { state, detail, proxiedLinks } = links.network
  const all: Unknown[] = [
    ...(state === 'online' ? [] : [{ code: state, count: states.unchecked, detail }]),
    known('links-unchecked', state === 'online' ? states.unchecked : 0),
    known('links-unreachable', states.unreachable),
    known('links-blocked', states.blocked),
    known('links-refused', states.refused),
    known('dead-unconfirmed', links.links.filter((link) => link.state === 'dead' && !link.confirmed).length),
    known('resources-without-link', resources.filter(({ evidence }) => evidence.by === 'none').length),
    known('dates-unknown', counts.undated),
    known('pages-unreadable', findings.filter(({ code }) => code === 'page-unreadable').length),
    known('pages-without-mapping', counts.pagesWithout),
    known('names-resolved-by-proxy', proxiedLinks),
    known('scope-ids-unknown', counts.scope?.unknown.length ?? 0),
    known('pages-outside-scope', counts.scope?.pagesOutside ?? 0),
  ]
  return all.filter((each) => each.count > 0 || each.code === state)
}

function known(code: Unknown['code'], count: number): Unknown {
  return { code, count, detail: null }
}
