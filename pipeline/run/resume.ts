import type { Config } from '../config/config.js'
import { exitCodes, Failure } from '../model/failure.js'
import type { BegunRun, LinkMemory } from '../model/link-memory.js'
import type { RunNeeds } from './run-plan.js'

/** A run that was cut short longer ago is not taken up unasked: its failures may have passed. */
const takenUpWithinMs = 24 * 60 * 60_000

/**
 * Since when the answers in memory are this run's own, or null where it begins anew.
 *
 * The run that began last and was never published was cut short; the next one takes up what it had learnt, be it good
 * news or bad, and asks nobody a second time. A Failure (exit 3) where `resume` names another run than that one.
 */
export async function resumedSince(
  resume: Config['resume'],
  memory: Pick<LinkMemory, 'lastBegun'>,
  { store, clock, log }: Pick<RunNeeds, 'store' | 'clock' | 'log'>,
): Promise<string | null> {
  if (resume === false) return null
  await assertResumable(resume, memory, store)
  const begun = memory.lastBegun()
  if (begun === null || (await store.has(begun.runId))) return null
  const isRecent = clock.now().getTime() - Date.parse(begun.since) < takenUpWithinMs
  if (typeof resume !== 'string' && !isRecent) return null
  log.info('resumed', `Takes up the run ${begun.runId}, which was cut short.`, { runId: begun.runId })
  return begun.since
}

/** A Failure (exit 3) where `resume` names a run that was not cut short, or not last. */
export async function assertResumable(
  resume: Config['resume'],
  memory: Pick<LinkMemory, 'lastBegun'>,
  store: Pick<RunNeeds['store'], 'has'>,
): Promise<void> {
  if (typeof resume !== 'string') return
  const begun = memory.lastBegun()
  const isOpen = begun !== null && !(await store.has(begun.runId))
  if (isOpen && begun.runId === resume) return
  throw new Failure(`There is no run ${resume} that was cut short.`, lastWords(begun, isOpen), {
    exitCode: exitCodes.usage,
  })
}

function lastWords(begun: BegunRun | null, isOpen: boolean): string {
  if (begun === null) return 'No run has asked links here yet: start one without --resume.'
  return isOpen
    ? `Resume ${begun.runId}, which was cut short last, or start a new run with another id.`
    : `The last run, ${begun.runId}, was published: start a new one without --resume.`
}
