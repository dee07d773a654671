import { fileURLToPath } from 'node:url'
import type { Config } from '../config/config.js'
import { flagOf } from '../config/resolve.js'
import { exitCodes } from '../model/failure.js'
import type { Log } from '../model/ports.js'
import { runEnd, type SlotOutcome } from '../model/schedule.js'
import { runChild } from '../system/schedule/run-child.js'
import { isDelivered } from './delivery/wanted.js'
import type { RunRequest } from './run-command.js'
import type { StopRequest } from './signals.js'

/** Runs once in a process of its own, and has its failure told where it could not do so itself. */
export async function runOnce(
  request: RunRequest,
  config: Config,
  { log, stop }: { log: Log; stop: StopRequest },
): Promise<SlotOutcome> {
  const stopWith = () => (stop.exitCode() === exitCodes.interrupted ? 'SIGINT' : 'SIGTERM')
  const { outcome, lastWord } = await runChild(mainFile, wordsOf(request), { signal: stop.signal, stopWith })
  const isUntold = runEnd(outcome.exitCode) === 'failed' && lastWord?.told !== true
  if (isUntold && !stop.signal.aborted && isDelivered(config))
    await tellOfCrash(outcome, request, config, { log, stop })
  return outcome
}

const mainFile = fileURLToPath(new URL('./main.js', import.meta.url))

async function tellOfCrash(
  { exitCode, endedBy }: SlotOutcome,
  { corpus }: RunRequest,
  config: Config,
  { log, stop }: { log: Log; stop: StopRequest },
): Promise<void> {
  const { openDelivery } = await import('./delivery/index.js')
  const delivery = await openDelivery({ config, corpus, log, signal: stop.signal })
  const how = endedBy === null ? `with exit code ${exitCode}` : `by ${endedBy}`
  await delivery.failed({
    exitCode: exitCode ?? exitCodes.nothingPublished,
    sentence: `The run ended ${how} before it could say why.`,
    remedy:
      endedBy === 'SIGKILL'
        ? 'See whether this machine ran out of memory, then look into the log of the schedule.'
        : 'Look into the log of the schedule.',
  })
}

/** The words of `run` that a schedule was given. */
function wordsOf({ corpus, flags, configFile }: RunRequest): string[] {
  const options = Object.entries(flags).flatMap(([key, value]): string[] => {
    if (value === true) return [flagOf(key)]
    const values: unknown[] = Array.isArray(value) ? value : [value]
    return values.map((each) => `${flagOf(key)}=${each}`)
  })
  const config = configFile === null ? [] : [`--config=${configFile}`]
  return ['run', ...config, ...options, '--', corpus]
}
