import { join } from 'node:path'
import type { Config } from '../config/config.js'
import { errorText } from '../model/error-text.js'
import { type ExitCode, exitCodes, Failure } from '../model/failure.js'
import type { Log } from '../model/ports.js'
import type { Schedule, ScheduleHealth } from '../model/schedule.js'
import { readCron } from '../schedule/cron.js'
import { nextSlots } from '../schedule/decide.js'
import { healthMetrics, healthOf } from '../schedule/health.js'
import { serve } from '../schedule/service.js'
import { createTimer } from '../system/clock.js'
import type { OpenLog } from '../system/log.js'
import { probeOutputFolder } from '../system/output-probe.js'
import type { Talk } from '../system/progress.js'
import { acquireRunLock } from '../system/run-lock.js'
import { writeHealthFile } from '../system/schedule/health-file.js'
import { type HealthServer, openHealthServer } from '../system/schedule/health-server.js'
import { openStore } from '../system/store/index.js'
import { isDelivered } from './delivery/wanted.js'
import { faultOf, logFault } from './fault.js'
import { configOf, type RunRequest } from './run-command.js'
import { runOnce } from './schedule-run.js'
import { tellIn, utc, wallClock } from './schedule-words.js'
import { listenForStop } from './signals.js'
import { openLog } from './world.js'

/** What the words of `schedule` amount to. */
export interface ScheduleRequest {
  expression: string
  /** IANA name; the zone of this machine where none is given. */
  timeZone: string | null
  healthPort: string | null
  /** The run that is started at each slot. */
  run: RunRequest
}

const shownSlots = 5

/** Starts `run` at each slot of a schedule until it is told to stop. Gives 130 or 143, as the signal was. */
export async function scheduleCommand(
  request: ScheduleRequest,
  talk: Talk,
  print: (text: string) => void,
): Promise<ExitCode> {
  const config = await configOf(request.run)
  const log = openLog(config, talk)
  try {
    return await scheduled(request, config, log, print)
  } catch (error) {
    if (config.log === 'human') throw error
    return logFault(faultOf(error), log)
  }
}

async function scheduled(
  request: ScheduleRequest,
  config: Config,
  log: OpenLog,
  print: (text: string) => void,
): Promise<ExitCode> {
  const schedule = scheduleOf(request)
  const port = portOf(request.healthPort)
  await assertUsable(config)
  const stateFolder = join(config.out, '.state')
  const holder = `process ${process.pid}, since ${utc(new Date())}`
  const lock = acquireRunLock(join(stateFolder, 'schedule'), holder, 'schedule')
  const stop = listenForStop((sentence) => log.warn('stopping', sentence))
  const store = openStore(stateFolder, (warning) => log.warn('store', warning))
  const { slots } = store
  const startedAt = new Date()
  let health = healthOf(schedule, slots, { state: 'waiting', startedAt, now: startedAt })
  let server: HealthServer | null = null
  try {
    if (port !== null) server = await openHealthServer(port, { health: () => health, metrics: healthMetrics })
    tellStart(schedule, server?.port ?? null, { config, log, print })
    await serve(schedule, {
      now: () => new Date(),
      sleep: createTimer().sleep,
      slots,
      run: () => runOnce(request.run, config, { log, stop }),
      tell: tellIn(log, schedule.timeZone),
      show: (fresh) => {
        health = fresh
        showHealth(config, health, log)
      },
      signal: stop.signal,
    })
    return stop.exitCode() ?? exitCodes.done
  } finally {
    await server?.close()
    store.close()
    lock.release()
    stop.release()
  }
}

/** A run id, given or taken up, is good for one run. */
function assertRepeatable({ runId, resume }: Config): void {
  if (runId === null && typeof resume === 'boolean') return
  throw usage(
    'Runs of a schedule cannot all have one run id.',
    'Leave runId and resume out of the configuration file.',
  )
}

async function assertUsable(config: Config): Promise<void> {
  assertRepeatable(config)
  if (isDelivered(config)) {
    const { assertMessages } = await import('./delivery/index.js')
    await assertMessages(config)
  }
  const fault = await probeOutputFolder(config.out)
  if (fault === null) return
  throw new Failure(
    `The output folder ${config.out} could not be written to (${fault}).`,
    'Check its rights and space, or name another folder with --out.',
  )
}

function scheduleOf({ expression, timeZone }: ScheduleRequest): Schedule {
  const zone = timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  return { calendar: readCron(expression, zone), expression, timeZone: zone }
}

function portOf(written: string | null): number | null {
  if (written === null) return null
  if (/^\d{1,5}$/.test(written) && Number(written) <= 65_535) return Number(written)
  throw usage(
    `--health-port: "${written}" is no port.`,
    'Use a whole number from 1 to 65535, or 0 for any that is free.',
  )
}

function usage(sentence: string, remedy: string): Failure {
  return new Failure(sentence, remedy, { exitCode: exitCodes.usage })
}

/** Says when the next runs are due, in the zone of the schedule and in UTC. */
function tellStart(
  { calendar, expression, timeZone }: Schedule,
  port: number | null,
  { config, log, print }: { config: Config; log: Log; print: (text: string) => void },
): void {
  const next = nextSlots(calendar, new Date(), shownSlots)
  const url = port === null ? null : `http://127.0.0.1:${port}/health`
  if (config.log === 'json') {
    const facts = { schedule: expression, timeZone, nextSlots: next.map(utc), health: url }
    log.info('schedule-started', `Schedule "${expression}" in ${timeZone}.`, facts)
    return
  }
  const lines = next.map((slot) => `  ${wallClock(slot, timeZone)}  ${utc(slot)}`)
  const health = url === null ? [] : [`Health at ${url}`]
  print(`${[`Schedule "${expression}" in ${timeZone}; the next runs:`, ...lines, ...health].join('\n')}\n`)
}

/** A full disk is no reason to stop: the log has told, and the port still answers. */
function showHealth(config: Config, health: ScheduleHealth, log: Log): void {
  try {
    writeHealthFile(join(config.out, '.state'), health)
  } catch (error) {
    const reason = errorText(error)
    log.warn('health-file', `The health file could not be written (${reason}).`, { reason })
  }
}
