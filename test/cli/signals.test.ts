import { type ChildProcess, spawn } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mappingText, pageText } from '../support/page.js'

let folder: string
let out: string
let server: Server
let asked: string[]
/** Called at each request that is left hanging. */
let onStalled: () => void
/** Of addresses that answer with something else than 200. */
let statuses: Map<string, number>

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'control-coverage-'))
  out = join(folder, 'out')
  mkdirSync(join(folder, 'pages'))
  asked = []
  statuses = new Map()
  server = createServer((request, response) => {
    asked.push(request.url ?? '')
    if (request.url?.startsWith('/stall')) onStalled()
    else response.writeHead(statuses.get(request.url ?? '') ?? 200).end()
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const rows = ['/quick', '/stall1', '/stall2'].map((path) => `* [${path}](${base}${path})`).join('\n')
  const page = pageText({ detection: mappingText({ rows, count: '3' }) }).replaceAll(
    'https://',
    `${base}/quick/`,
  )
  writeFileSync(join(folder, 'pages', 'T1071.001.md'), page)
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
  rmSync(folder, { recursive: true, force: true })
})

function start(...more: string[]) {
  return startWith([], ...more)
}

/** The same in a process of Node that is told more. */
function startWith(
  node: string[],
  ...more: string[]
): { child: ChildProcess; ended: Promise<number | null>; said: () => string } {
  const words = [
    'run',
    join(folder, 'pages'),
    '--out',
    out,
    '--format',
    'csv',
    '--allow-host',
    '127.0.0.1',
    ...more,
  ]
  const child = spawn(process.execPath, [...node, 'dist/cli/main.js', ...words], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: withoutProxies(),
  })
  let said = ''
  child.stderr?.on('data', (piece) => {
    said += String(piece)
  })
  return { child, ended: new Promise((done) => child.on('close', done)), said: () => said }
}

function withoutProxies(): NodeJS.ProcessEnv {
  const names = ['HTTPS_PROXY', 'HTTP_PROXY', 'https_proxy', 'http_proxy']
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !names.includes(name)))
}

describe.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s in the middle of a run', (signal, code) => {
  it('leaves no half-written run, and latest where it was', async () => {
    const earlier = start('--offline', '--run-id', 'earlier')
    expect(await earlier.ended).toBe(0)
    const stalled = new Promise<void>((done) => {
      onStalled = done
    })
    const { child, ended } = start('--run-id', 'stopped')
    await stalled
    child.kill(signal)
    expect(await ended).toBe(code)
    expect(readdirSync(join(out, 'runs'))).toEqual(['earlier'])
    expect(readlinkSync(join(out, 'latest'))).toBe('runs/earlier')
  })
})

describe('after a stop', () => {
  it('what was learnt of links is there for the next run', async () => {
    const stalled = new Promise<void>((done) => {
      onStalled = done
    })
    const { child, ended } = start('--per-host', '1')
    await stalled
    child.kill('SIGINT')
    await ended
    expect(existsSync(join(out, 'runs', 'next'))).toBe(false)
    asked.length = 0
    const next = start('--run-id', 'next', '--timeout', '200', '--retries', '0')
    onStalled = () => undefined
    expect(await next.ended).toBe(0)
    const links: { links: { url: string; method: string }[] } = JSON.parse(
      readFileSync(join(out, 'runs', 'next', 'links.json'), 'utf8'),
    )
    const quick = links.links.filter(({ url }) => url.endsWith('/quick'))
    expect(quick.map(({ method }) => method)).toEqual(['http'])
    expect(asked).not.toContain('/quick')
  })
})

/** Ends the process as soon as it opens the first table: everything before the rendering is done. */
const killedInRendering = `
import files from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
const { open } = files
files.open = (path, ...more) => {
  if (String(path).endsWith('.csv')) process.kill(process.pid, 'SIGKILL')
  return open(path, ...more)
}
syncBuiltinESMExports()`

describe('after a kill in the rendering', () => {
  it.each([
    ['the next run', []],
    ['--resume', ['--resume', 'cut']],
  ])('%s asks no link again and parses no page', async (_, words) => {
    const page = join(folder, 'pages', 'T1071.001.md')
    writeFileSync(page, readFileSync(page, 'utf8').replaceAll('/stall', '/odd'))
    statuses.set('/odd1', 404).set('/odd2', 500)
    const cut = startWith(
      ['--import', `data:text/javascript,${encodeURIComponent(killedInRendering)}`],
      ...['--run-id', 'cut', '--retries', '0'],
    )
    expect(await cut.ended).toBe(null)
    expect(cut.said()).toContain('1 page read')
    expect(asked).toEqual(expect.arrayContaining(['/quick', '/odd1', '/odd2']))
    expect(readdirSync(join(out, 'runs')).filter((name) => !name.startsWith('.'))).toEqual([])
    asked.length = 0
    const next = start('--retries', '0', ...words)
    expect(await next.ended).toBe(0)
    expect({ asked, said: next.said() }).toEqual({
      asked: [],
      said: expect.stringContaining('1 page as an earlier run read them'),
    })
    const { links }: { links: { url: string; state: string }[] } = JSON.parse(
      readFileSync(join(out, 'latest', 'links.json'), 'utf8'),
    )
    const states = links.filter(({ url }) => url.includes('/odd')).map(({ state }) => state)
    expect(states).toEqual(['dead', 'unreachable'])
  })
})
