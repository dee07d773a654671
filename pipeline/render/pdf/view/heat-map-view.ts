import { type HeatCell, Level, type Report } from '../../../model/report.js'
import { shortened } from '../../../model/shortened.js'

/** A technique under a tactic, its sub-techniques as a number and by the best level among them. */
export interface HeatCellView {
  id: string
  name: string
  policy: HeatCell['policy']
  detection: HeatCell['detection']
  test: HeatCell['test']
  subTechniques: number
  /** The best level among its sub-techniques; none where it has no sub-technique. */
  best: Record<'policy' | 'detection' | 'test', Level>
  anchor: string | null
}

/** A tactic of the heat map with its techniques; tactics flow over columns and pages one after the other. */
export interface HeatColumn {
  tactic: string
  techniques: number
  cells: HeatCellView[]
}

const nameCharacters = 60
const charactersOfLine = 22
const linesOfTactic = 3
/** Measured: five columns on two pages of A4 or Letter, with some room left. */
export const linesOfTwoPages = 660

/** Three times those of ATT&CK. Six thousand in columns took a browser four minutes, and nobody reads a map of thirty pages. */
const marksLimit = 1_000

/** Marks that are not printed, all of them where there are too many to be read as a map; 0 where all are. */
export function heatMarksLeftOut(columns: readonly HeatColumn[]): number {
  const marks = columns.reduce((sum, { techniques }) => sum + techniques, 0)
  return marks > marksLimit ? marks : 0
}

/** The heat map in kill-chain order; a tactic without techniques is left out. */
export function heatColumns(
  { heatMap }: Pick<Report, 'heatMap'>,
  anchorOf: (id: string) => string | null,
): HeatColumn[] {
  return heatMap
    .filter(({ cells }) => cells.length > 0)
    .map(({ tactic, cells }) => ({
      tactic,
      techniques: cells.length,
      cells: cells.map(({ id, name, policy, detection, test, subTechniques }) => ({
        id,
        name: shortened(name, nameCharacters),
        policy,
        detection,
        test,
        subTechniques: subTechniques.length,
        best: {
          policy: bestOf(subTechniques.map((each) => each.policy)),
          detection: bestOf(subTechniques.map((each) => each.detection)),
          test: bestOf(subTechniques.map((each) => each.test)),
        },
        anchor: anchorOf(id),
      })),
    }))
}

/**
 * Lines that a heat map is sure to need no more than: names wrap in a narrow column, and headings of tactics need some too.
 * Two landscape pages take {@link linesOfTwoPages}.
 */
export function heatMapLines(columns: readonly HeatColumn[]): number {
  const ofCell = ({ id, name, subTechniques }: HeatCellView) =>
    Math.ceil((id.length + 1 + name.length) / charactersOfLine) + (subTechniques > 0 ? 1.2 : 0.2)
  return columns.reduce(
    (sum, { cells }) => sum + linesOfTactic + cells.reduce((lines, cell) => lines + ofCell(cell), 0),
    0,
  )
}

/** The best of some levels, by the order in which the model names them; none where there is no level. */
function bestOf(levels: readonly Level[]): Level {
  const best = Math.max(0, ...levels.map((level) => Level.options.indexOf(level)))
  return Level.options[best] ?? 'none'
}
