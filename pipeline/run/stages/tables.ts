import type { Config } from '../../config/config.js'
import type { OutsideCounts } from '../../model/outside-table.js'
import type { Reference } from '../../model/reference.js'
import type { RunNeeds } from '../run-plan.js'
import type { StageWork } from './work.js'

/** The tables that an assessment judges by. */
export interface Tables {
  reference: Reference
  /** What `--reconcile` names; null where it names nothing. */
  outside: OutsideCounts | null
}

/** The tables where the plan assesses, else null: they are settings, and faults in them are found before any work. */
export async function readTables({ plan, needs }: StageWork): Promise<Tables | null> {
  if (!plan.stages.includes('assess')) return null
  const reference = await needs.readReference()
  return { reference, outside: await outsideCounts(plan.config, needs) }
}

async function outsideCounts(config: Config, needs: RunNeeds): Promise<OutsideCounts | null> {
  if (config.reconcile === null) return null
  const file = await needs.readSettingFile('reconcile', config.reconcile)
  const { readOutside } = await import('../../reconcile/index.js')
  return readOutside(file, config.reconcileColumn)
}
