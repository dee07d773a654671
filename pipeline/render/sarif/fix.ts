import { asDestination } from '../../model/as-destination.js'
import type { ReportLink } from '../../model/report.js'
import { artifactLocation, type UriBase } from './artifact-uri.js'

/**
 * The replacement of a moved link at its first place (SARIF 2.1.0, 3.55); null where its column is not known, since a
 * region that is not exact would delete something else.
 */
export function fixOf(link: ReportLink, base: UriBase) {
  const { url, target, firstFile, firstLine, firstColumn, evidence, certainty, placesCount } = link
  if (target === null || firstColumn === null || !/^https?:\/\//i.test(target)) return null
  const others = placesCount > 1 ? `; ${placesCount - 1} more by \`control-coverage fix\`` : ''
  return {
    description: {
      text: `Write the new address (known by ${evidence ?? 'nothing stated'}, certainty ${certainty ?? 'not stated'})${others}.`,
    },
    artifactChanges: [
      {
        artifactLocation: artifactLocation(base, firstFile),
        replacements: [
          {
            deletedRegion: {
              startLine: firstLine,
              startColumn: firstColumn,
              endLine: firstLine,
              endColumn: firstColumn + url.length,
            },
            insertedContent: { text: asDestination(target) },
          },
        ],
      },
    ],
  }
}
