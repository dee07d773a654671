import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { HttpRequest } from '../../../pipeline/model/http.js'
import { createHttp } from '../../../pipeline/system/http/index.js'
import { listen, type MisbehavingServer, misbehavingServer } from './misbehaving-server.js'

let server: MisbehavingServer
beforeAll(async () => {
  server = await misbehavingServer()
})
afterAll(() => server.close())

const http = createHttp({ allowHosts: ['127.0.0.1'], env: {} })
afterAll(() => http.close())

function ask(path: string, changed: Partial<HttpRequest> = {}) {
  const request: HttpRequest = {
    method: 'GET',
    url: server.origin + path,
    headers: {},
    timeoutMs: 1000,
    maxBodyBytes: 1000,
  }
  return http.ask({ ...request, ...changed })
}

describe('one request', () => {
  it('gives status, headers in lower case and joined, and the body', async () => {
    expect(await ask('/cookies')).toEqual({
      kind: 'answer',
      status: 200,
      headers: { 'set-cookie': 'a=1, b=2', 'content-length': '0' },
      body: new Uint8Array(),
    })
    const binary = await ask('/binary')
    expect(binary.kind === 'answer' && [...binary.body].length).toBeGreaterThan(0)
  })

  it('follows nothing', async () => {
    expect(await ask('/permanent')).toMatchObject({ status: 301, headers: { location: '/moved-here' } })
  })

  it('sends neither user name, password nor fragment', async () => {
    await http.ask({
      method: 'GET',
      url: `http://canary:canary@127.0.0.1:${server.port}/private?a=1#canary`,
      headers: { 'user-agent': 'x' },
      timeoutMs: 1000,
      maxBodyBytes: 0,
    })
    const hit = server.hits.at(-1)
    expect(hit?.target).toBe('/private?a=1')
    expect(hit?.head).not.toMatch(/canary|authorization/i)
  })

  it('uses a connection again, after HEAD as well', async () => {
    const before = server.connections()
    for (let n = 0; n < 10; n++) await ask('/ok', { method: n % 2 === 0 ? 'HEAD' : 'GET' })
    expect(server.connections() - before).toBeLessThanOrEqual(1)
  })

  it.each(['/endless-body', '/gzip-bomb'])('cuts %s off, as sent', async (path) => {
    const before = process.memoryUsage().rss
    const answer = await ask(path)
    expect(answer.kind === 'answer' && answer.body.length).toBe(1000)
    expect(process.memoryUsage().rss - before).toBeLessThan(50_000_000)
  })

  it('gives what came of a body that breaks off or drips', async () => {
    const broken = await ask('/reset-mid-body')
    expect(broken.kind === 'answer' && Buffer.from(broken.body).toString()).toBe('abc')
    const dripped = await ask('/drip-body', { timeoutMs: 300 })
    expect(dripped).toMatchObject({ kind: 'answer', status: 200 })
  })

  it('gives an answer after five hundred early hints', async () => {
    expect(await ask('/early-hints')).toMatchObject({ kind: 'answer', status: 200 })
  })
})

describe('a failure', () => {
  it.each([
    ['/reset', 'reset'],
    ['/close', 'reset'],
    ['/stall', 'timeout'],
    ['/drip-headers', 'timeout'],
    ['/huge-header', 'protocol'],
    ['/many-headers', 'protocol'],
    ['/garbage-status', 'protocol'],
    ['/ssh', 'protocol'],
    ['/http-0.9', 'protocol'],
    ['/bad-header', 'protocol'],
    ['/wrong-length', 'protocol'],
  ])('of %s is %s', async (path, reason) => {
    expect(await ask(path, { timeoutMs: 400 })).toMatchObject({ kind: 'failure', reason })
  })

  it('is a refused connection where nobody listens', async () => {
    const gone = await misbehavingServer()
    await gone.close()
    expect(await ask('', { url: gone.origin })).toMatchObject({
      kind: 'failure',
      reason: 'connection-refused',
    })
  })

  it('comes in time where a connection is never finished', async () => {
    const mute = createServer((socket) => void socket.on('error', () => undefined))
    const port = await listen(mute)
    const outcome = ask('', { url: `https://127.0.0.1:${port}/`, timeoutMs: 100 })
    const tooLate = new Promise((resolve) => setTimeout(() => resolve('too late'), 5000).unref())
    expect(await Promise.race([outcome, tooLate])).toMatchObject({ kind: 'failure', reason: 'timeout' })
    mute.close()
  })

  it('is an abortion where the run is stopped, at once or on the way', async () => {
    expect(await ask('/ok', { signal: AbortSignal.abort() })).toMatchObject({
      kind: 'failure',
      reason: 'aborted',
    })
    const stop = new AbortController()
    setTimeout(() => stop.abort(), 20)
    expect(await ask('/stall', { signal: stop.signal })).toMatchObject({ kind: 'failure', reason: 'aborted' })
  })

  it.each(['nonsense', 'ftp://site.example/', 'http://site.example:25/'])(
    'is given for %s without asking',
    async (url) => {
      expect(await ask('', { url })).toMatchObject({ kind: 'failure', reason: 'protocol' })
    },
  )
})
