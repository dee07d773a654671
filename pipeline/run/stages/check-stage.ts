import type { CheckSettings } from '../../check/index.js'
import type { Config } from '../../config/config.js'
import type { Links } from '../../model/links.js'
import type { ModelSource } from '../../model/model.js'
import { resumedSince } from '../resume.js'
import type { RunNeeds } from '../run-plan.js'
import { present, type RunIdentity, type StageWork, type Values } from './work.js'

/** How the links of the model fared, where the plan checks them. */
export async function checkStage(
  { plan, identity, ends, needs }: StageWork,
  values: Values,
): Promise<Pick<Values, 'links'>> {
  if (!plan.stages.includes('check')) return {}
  const model = present(values.model, 'model')
  const links = await ends.timed('check', () => checkLinks(model, plan.config, identity, needs))
  await ends.outputs.keep('links', links)
  return { links }
}

async function checkLinks(
  model: ModelSource,
  config: Config,
  { runId }: RunIdentity,
  needs: RunNeeds,
): Promise<Links> {
  const { check } = await import('../../check/index.js')
  const opened = await needs.openCheck()
  const resumedFrom = await resumedSince(config.resume, opened.memory, needs)
  opened.memory.begin({ runId, since: resumedFrom ?? needs.clock.now().toISOString() })
  const { clock, progress, signal } = needs
  const settings = checkSettings(config, needs.tool, resumedFrom)
  return check(model, settings, { ...opened, clock, progress, signal })
}

function checkSettings(config: Config, tool: RunNeeds['tool'], resumedFrom: string | null): CheckSettings {
  return {
    offline: config.offline,
    concurrency: config.concurrency,
    perHost: config.perHost,
    timeoutMs: config.timeout,
    retries: config.retries,
    recheckAfterDays: config.recheckAfter,
    exclude: config.exclude,
    allowHosts: config.allowHost,
    hostHeaders: config.hostHeader.map(hostHeaderOf),
    userAgent: `${tool.name}/${tool.version}`,
    resumedFrom,
  }
}

/** `HOST=NAME: VALUE`, as the configuration has it. */
function hostHeaderOf(written: string): { host: string; name: string; value: string } {
  const [, host = '', name = '', value = ''] = /^([^=]*)=([^:]*): ?(.*)$/.exec(written) ?? []
  return { host, name: name.toLowerCase(), value: value.trim() }
}
