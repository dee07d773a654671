import { assessStage } from './assess-stage.js'
import { checkStage } from './check-stage.js'
import { readStage } from './read-stage.js'
import { savedValues } from './saved-values.js'
import { readTables } from './tables.js'
import type { StageWork, Values } from './work.js'

/**
 * Runs the data stages of a plan, each from the value before it. Artifacts are written as soon as they are made. A stage is
 * loaded when its turn comes, so that one alone is as small as it can be.
 */
export async function runDataStages(work: StageWork): Promise<Values> {
  const { signal } = work.needs
  const values = await savedValues(work)
  // Broken tables must not surface after hours of link checks.
  const tables = await readTables(work)
  if (tables !== null) values.reference = tables.reference
  Object.assign(values, await readStage(work))
  signal.throwIfAborted()
  Object.assign(values, await checkStage(work, values))
  signal.throwIfAborted()
  return Object.assign(values, await assessStage(work, values, tables))
}
