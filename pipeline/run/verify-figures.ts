import { z } from 'zod'
import type { SavedRun } from '../model/run-store.js'
import { headlineFigures, type WrongFigure, wrongFigures } from '../verify/index.js'
import { artifacts } from './artifacts.js'
import { readArtifact, readJson, readManifest } from './read-artifact.js'

/** What of a report is read to verify its figures; reports of earlier versions have it too. */
const VerifiedReport = z.object({
  scope: z.unknown().optional(),
  totals: z.record(z.string(), z.unknown()),
  techniques: z.array(z.object({ id: z.string() })),
})

/** What came of deriving the headline figures of a report anew. */
export interface FiguresVerified {
  /** How many figures were derived. */
  count: number
  wrong: WrongFigure[]
}

/**
 * Derives the headline figures of a run's report anew from its model and its links. Null where the run holds not all
 * three: one stage's folder is verified by its hashes alone.
 *
 * @throws {Failure} where one of the three cannot be read
 */
export async function verifyFigures(run: SavedRun): Promise<FiguresVerified | null> {
  const { outputs } = await readManifest(run)
  const holds = (file: string) => outputs.some(({ path }) => path === file)
  const { model, links, report } = artifacts
  if (![model, links, report].every(({ file }) => holds(file))) return null
  const { scope, totals, techniques } = await readReport(run)
  const listed = (scope ?? null) === null ? null : new Set(techniques.map(({ id }) => id))
  const figures = headlineFigures(await readArtifact(run, 'model'), await readArtifact(run, 'links'), listed)
  return { count: figures.size, wrong: wrongFigures(totals, figures) }
}

function readReport(run: SavedRun): Promise<z.infer<typeof VerifiedReport>> {
  return readJson(run, artifacts.report.file, VerifiedReport)
}
