import type { LinkState, Links } from '../model/links.js'
import { comparePlaces } from '../model/place.js'
import type { ReportLinkPlace } from '../model/report.js'
import { withoutSecrets } from '../model/secrets.js'

/** States that call for nobody: there is nothing to put right, or nothing was asked. */
const quiet: ReadonlySet<LinkState> = new Set(['alive', 'unchecked'])

/** One row for each place of a link that moved, died or would not tell, in the order of the pages. */
export function linkPlaces({ links }: Links): ReportLinkPlace[] {
  return links
    .filter(({ state }) => !quiet.has(state))
    .flatMap(({ places, url, state, confirmed, reason, target, evidence, certainty }) =>
      places.map(({ file, line, role }) => ({
        file,
        line,
        role,
        url: withoutSecrets(url),
        state,
        confirmed,
        reason,
        target: target === null ? null : withoutSecrets(target),
        evidence,
        certainty,
      })),
    )
    .sort(comparePlaces)
}
