import type { Artifact } from '../../model/artifact.js'
import type { Report } from '../../model/report.js'
import type { RowPlaces } from '../../model/row-places.js'
import { changes, gates, head, keyFigures, limits, links, topGaps } from './sections.js'

/**
 * `summary.md`: a run on one page, for pull requests and `$GITHUB_STEP_SUMMARY`.
 *
 * Lists are cut where they would be long, and say so, so that the file stays far below the 1 MiB that a step may write.
 *
 * @param stands where all rows of `gaps`, `links` and `changes` stand; `report.json` where that is not said
 */
export function renderMarkdown(report: Report, stands: RowPlaces = {}): Artifact {
  const { tool, corpus } = report
  const sections = [head, keyFigures, gates, topGaps, changes, links, limits].map((make) =>
    make(report, stands),
  )
  const text = [
    ...sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n')),
    `<sub>${tool.name} ${tool.version} · pages sha256 ${corpus.sha256}</sub>`,
  ].join('\n\n')
  return { path: 'summary.md', bytes: new TextEncoder().encode(`${text}\n`) }
}
