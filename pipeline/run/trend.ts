import { type Judgement, keyFiguresOf, trendOf } from '../assess/index.js'
import type { Report } from '../model/report.js'
import type { RunManifest } from '../model/run-manifest.js'
import { readManifest } from './read-artifact.js'
import type { RunNeeds } from './run-plan.js'

const pointLimit = 400
/** Manifests list every page; those of very large corpora would else be read for minutes. */
const bytesReadLimit = 200_000_000

/** What a trend needs of a manifest: the lists of its files are let go, since there may be hundreds. */
type PastRun = Pick<RunManifest, 'runId' | 'derivedFrom' | 'stages' | 'complete' | 'corpus' | 'figures'>

/**
 * The key figures of this run after those of all earlier complete runs of the corpus, which their manifests keep.
 *
 * Runs that cannot be read are passed over; complete ones that keep no figures, or lie too far back, are counted. A run
 * that was derived from another without asking links judges what that one learnt: `origin` names it, else it is null.
 */
export async function trendWith(
  report: Report,
  origin: string | null,
  store: RunNeeds['store'],
): Promise<Pick<Report, 'trend' | 'trendLeftOut'>> {
  const { runs, unread } = await pastRuns(store)
  const byId = new Map(runs.map((each) => [each.runId, each]))
  const ofCorpus = runs.filter(
    ({ complete, corpus }) => complete && corpus?.location === report.corpus.location,
  )
  const judgements = ofCorpus.flatMap(({ runId, figures }): Judgement[] =>
    figures === undefined ? [] : [{ figures, checkedBy: checkedBy(runId, byId) }],
  )
  const withoutFigures = ofCorpus.length - judgements.length
  judgements.push({
    figures: keyFiguresOf(report),
    checkedBy: origin === null ? report.runId : checkedBy(origin, byId),
  })
  const points = trendOf(judgements)
  const tooMany = Math.max(0, points.length - pointLimit)
  return { trend: points.slice(tooMany), trendLeftOut: withoutFigures + unread + tooMany }
}

/** The published runs, oldest first, as far back as their manifests are read. */
async function pastRuns(store: RunNeeds['store']): Promise<{ runs: PastRun[]; unread: number }> {
  const saved = await store.newestFirst()
  const runs: PastRun[] = []
  let bytesRead = 0
  for (const [index, run] of saved.entries()) {
    if (bytesRead > bytesReadLimit) return { runs: runs.reverse(), unread: saved.length - index }
    const read = async (path: string) => {
      const bytes = await run.read(path)
      bytesRead += bytes.length
      return bytes
    }
    const manifest = await readManifest({ ...run, read }).catch(() => null)
    if (manifest === null) continue
    const { runId, derivedFrom, stages, complete, corpus, figures } = manifest
    runs.push({ runId, derivedFrom, stages, complete, corpus, ...(figures !== undefined && { figures }) })
  }
  return { runs: runs.reverse(), unread: 0 }
}

/** The run whose links a run judged: itself, or the nearest that asked them of those it was derived from. */
function checkedBy(runId: string, byId: ReadonlyMap<string, PastRun>): string {
  const passed = new Set<string>()
  let at = byId.get(runId)
  while (
    at !== undefined &&
    at.derivedFrom !== null &&
    !at.stages.includes('check') &&
    !passed.has(at.runId)
  ) {
    passed.add(at.runId)
    if (!byId.has(at.derivedFrom)) return at.derivedFrom
    at = byId.get(at.derivedFrom)
  }
  return at?.runId ?? runId
}
