import type { Finding } from '../model/finding.js'
import type { Gap } from '../model/report.js'

/** A gap before it has its place among the others. */
export type UnrankedGap = Omit<Gap, 'rank'> & {
  finding: Finding
  /** Smaller goes first; earlier numbers go before later ones. */
  weight: number[]
}
