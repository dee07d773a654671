import type { RunManifest } from '../model/run-manifest.js'
import type { RunNeeds } from './run-plan.js'
import type { StageEnds } from './stages/work.js'

/** The times that stages take, in whole milliseconds, each with the most memory that was held since the one before. */
export interface StageTimes extends Pick<StageEnds, 'timed' | 'took'> {
  /** Those so far, in the order in which the stages ended. */
  timings: RunManifest['timings']
}

/** Begins to take the times of a run. */
export function stageTimes(needs: Pick<RunNeeds, 'elapsedMs' | 'takePeakMemory'>): StageTimes {
  const timings: RunManifest['timings'] = []
  const took: StageEnds['took'] = (...stages) => {
    const peakMemoryBytes = needs.takePeakMemory()
    timings.push(...stages.map(({ stage, ms }) => ({ stage, ms: Math.round(ms), peakMemoryBytes })))
  }
  return {
    timings,
    took,
    timed: async (stage, work) => {
      const startMs = needs.elapsedMs()
      const value = await work()
      took({ stage, ms: needs.elapsedMs() - startMs })
      return value
    },
  }
}
