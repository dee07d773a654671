import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { main } from '../../pipeline/cli/program.js'
import { mappingText, pageText } from '../support/page.js'

let folder: string
let out: string
let pages: string
const services: ChildProcess[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'control-coverage-'))
  out = join(folder, 'out')
  pages = join(folder, 'pages')
  mkdirSync(pages)
  writeFileSync(join(pages, 'T1071.001.md'), pageText({ detection: mappingText() }))
})
afterEach(() => {
  for (const service of services.splice(0)) service.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

interface LogEvent {
  event: string
  slot?: string
  outcome?: string
  exitCode?: number
  health?: string
  nextSlots?: string[]
}

interface Service {
  child: ChildProcess
  events: LogEvent[]
  /** Resolves with the first event that fits, also one that came before. */
  next(fits: (event: LogEvent) => boolean): Promise<LogEvent>
  ended: Promise<number | null>
}

/** A service in a process of its own, as its users start it. */
function start(cron: string, ...more: string[]): Service {
  const words = [
    'schedule',
    cron,
    pages,
    '--out',
    out,
    '--format',
    'csv',
    '--time-zone',
    'UTC',
    '--log',
    'json',
  ]
  const names = ['HTTPS_PROXY', 'HTTP_PROXY', 'https_proxy', 'http_proxy']
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !names.includes(name)))
  const stdio = ['ignore', 'ignore', 'pipe'] as const
  const child = spawn(process.execPath, ['dist/cli/main.js', ...words, ...more], { stdio: [...stdio], env })
  services.push(child)
  const events: LogEvent[] = []
  const waiting: { fits: (event: LogEvent) => boolean; resolve: (event: LogEvent) => void }[] = []
  let text = ''
  child.stderr?.on('data', (piece) => {
    text += piece
    const lines = text.split('\n')
    text = lines.pop() ?? ''
    for (const event of lines.map((line) => JSON.parse(line) as LogEvent)) {
      events.push(event)
      for (const each of waiting) if (each.fits(event)) each.resolve(event)
    }
  })
  return {
    child,
    events,
    next: (fits) =>
      new Promise((resolve) => {
        const known = events.find(fits)
        if (known === undefined) waiting.push({ fits, resolve })
        else resolve(known)
      }),
    ended: new Promise((resolve) => child.on('exit', resolve)),
  }
}

const isDone = ({ event }: LogEvent) => event === 'slot-done'
const dueSlots = ({ events }: Service) =>
  events.filter(({ event }) => event === 'slot-due').map(({ slot }) => slot)
const health = () => JSON.parse(readFileSync(join(out, '.state', 'health.json'), 'utf8'))

describe('a schedule', () => {
  it('killed between slots and started again runs no slot twice, and says what it finds', async () => {
    const first = start('*/3 * * * * *', '--offline')
    await first.next(isDone)
    first.child.kill('SIGKILL')
    await first.ended
    const second = start('*/3 * * * * *', '--offline')
    await second.next(isDone)
    second.child.kill('SIGTERM')
    expect(await second.ended).toBe(143)
    const all = [...dueSlots(first), ...dueSlots(second)]
    expect(all.length).toBeGreaterThan(1)
    expect(new Set(all).size).toBe(all.length)
    expect(readdirSync(join(out, 'runs')).length).toBeLessThanOrEqual(all.length)
    expect(health()).toMatchObject({ state: 'stopped', healthy: true, schedule: '*/3 * * * * *' })
  })

  it('goes on after runs that fail, and tells its watchers', async () => {
    rmSync(join(pages, 'T1071.001.md'))
    const service = start('* * * * * *', '--offline', '--health-port', '0')
    const { health: url, nextSlots } = await service.next(({ event }) => event === 'schedule-started')
    expect(nextSlots).toHaveLength(5)
    await service.next(isDone)
    const answer = await fetch(url ?? '')
    expect(answer.status).toBe(503)
    expect(await answer.json()).toMatchObject({ healthy: false })
    const metrics = await (await fetch((url ?? '').replace('/health', '/metrics'))).text()
    expect(metrics).toContain('control_coverage_schedule_healthy 0\n')
    writeFileSync(join(pages, 'T1071.001.md'), pageText({ detection: mappingText() }))
    await service.next(({ event, outcome }) => event === 'slot-done' && outcome === 'published')
    expect((await fetch(url ?? '')).status).toBe(200)
    service.child.kill('SIGINT')
    expect(await service.ended).toBe(130)
  })

  it('is the only one on its output folder', async () => {
    const service = start('0 0 1 1 *', '--offline')
    await service.next(({ event }) => event === 'schedule-started')
    expect(await start('0 0 1 1 *', '--offline').ended).toBe(5)
  })
})

describe('while a run is under way', () => {
  let server: Server
  let stalled: Promise<void>
  beforeEach(async () => {
    let onStalled = () => {}
    stalled = new Promise((resolve) => {
      onStalled = resolve
    })
    server = createServer(() => onStalled())
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const text = pageText({ detection: mappingText() }).replaceAll('https://', `${base}/`)
    writeFileSync(join(pages, 'T1071.001.md'), text)
  })
  afterEach(() => {
    server.closeAllConnections()
    server.close()
  })

  it('a schedule that is told to stop stops it in good order, and leaves nothing running', async () => {
    const service = start('* * * * * *', '--allow-host', '127.0.0.1')
    await stalled
    await service.next(({ event }) => event === 'slot-skipped')
    service.child.kill('SIGTERM')
    expect(await service.ended).toBe(143)
    expect(readdirSync(join(out, 'runs'))).toEqual([])
    expect(processesOf(out)).toEqual([])
    expect(health()).toMatchObject({ state: 'stopped', lastRun: { outcome: 'stopped', exitCode: 143 } })
  })

  it('a run that is killed is told of by the schedule', async () => {
    const metrics = join(folder, 'coverage.prom')
    const service = start('* * * * * *', '--allow-host', '127.0.0.1', '--metrics-file', metrics)
    await stalled
    for (const pid of processesOf(out).filter((each) => each !== service.child.pid))
      process.kill(pid, 'SIGKILL')
    await service.next(isDone)
    expect(readFileSync(metrics, 'utf8')).toContain('control_coverage_last_run_exit_code{corpus="pages"} 1\n')
    expect(service.events.find(isDone)).toMatchObject({
      outcome: 'failed',
      exitCode: null,
      endedBy: 'SIGKILL',
    })
  })
})

/** Processes that have this folder among their words. */
function processesOf(path: string): number[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n')
  return lines
    .filter((line) => line.includes(path) && line.includes('main.js'))
    .map((line) => Number.parseInt(line, 10))
}

describe('what is wrong with a schedule is found before any work', () => {
  it.each([
    [['61 * * * *'], 'is no schedule'],
    [['0 3 31 4 *'], 'no year has'],
    [['0 3 * * *', '--time-zone', 'Mars/Base'], 'no time zone'],
    [['0 3 * * *', '--health-port', '70000'], 'no port'],
    [['0 3 * * *', '--run-id', 'x'], '--run-id'],
    [['0 3 * * *', '--mail-to', 'x@y.example'], '--mail-from'],
  ])('%j', async ([cron = '', ...more], said) => {
    let stderr = ''
    const exitCode = await main(['schedule', cron, pages, '--out', out, ...more], {
      print: () => undefined,
      talk: {
        write: (text) => {
          stderr += text
        },
        isTerminal: false,
      },
    })
    expect(exitCode).toBe(3)
    expect(stderr).toContain(said)
    expect(existsSync(out)).toBe(false)
  })
})
