/**
 * The rule of the four columns that the Control Validation Compass gave each technique in 2022, as far as it is known.
 * The site published none; what stands here was found by fitting its published cells.
 */
export const cvc2022Rules = {
  id: 'cvc-2022',
  version: '1',
  words: ['N/A', 'Low', 'Medium', 'High'],
  /** Least counts for 1, 2 and 3 points. They give all 578 cells of August 2022. */
  policyPoints: {
    mitigations: [1, 3, 6],
    nist: [1, 4, 7],
    d3fend: [1, 3, 6],
    engage: [1, 3, 6],
    cis: [1, 4],
  },
  /** Least sums of points for the values 1, 2 and 3. */
  policyVolume: [1, 3, 7],
  /** By detection volume, then test volume. They give 574 of the 578 cells of August 2022, all of January. */
  validationPotential: [
    [0, 1, 1, 1],
    [1, 1, 1, 1],
    [1, 2, 2, 3],
    [1, 2, 3, 3],
  ],
  detectionVolume: 'not known',
  testVolume: 'not known',
} as const

export type PolicySource = keyof typeof cvc2022Rules.policyPoints
export const policySources = Object.keys(cvc2022Rules.policyPoints) as PolicySource[]

/** How many of the least counts are reached: points of a source, or the value of a sum. */
function stepOf(count: number, leastCounts: readonly number[]): number {
  return leastCounts.filter((least) => count >= least).length
}

/** 0 to 3, of the counts of all five sources. */
export function policyVolume(counts: Readonly<Record<PolicySource, number>>): number {
  const points = policySources.map((source) => stepOf(counts[source], cvc2022Rules.policyPoints[source]))
  return stepOf(
    points.reduce((sum, each) => sum + each, 0),
    cvc2022Rules.policyVolume,
  )
}

/** 0 to 3, of two volumes from 0 to 3; null for others. */
export function validationPotential(detectionVolume: number, testVolume: number): number | null {
  return cvc2022Rules.validationPotential[detectionVolume]?.[testVolume] ?? null
}
