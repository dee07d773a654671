import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Timer } from '../../pipeline/model/ports.js'
import { createHttp } from '../../pipeline/system/http/index.js'
import {
  type Behaviour,
  type MisbehavingServer,
  misbehavingServer,
  send,
} from '../system/http/misbehaving-server.js'
import { checked } from './stage.js'

let server: MisbehavingServer
let underWay = 0
let most = 0
const slow: Behaviour = (socket, hit) => {
  most = Math.max(most, ++underWay)
  setTimeout(() => {
    underWay--
    send(socket, hit, 200)
  }, 5)
}
const html =
  (page: string): Behaviour =>
  (socket, hit) =>
    send(socket, hit, 200, { 'content-type': 'text/html', 'content-length': String(page.length) }, page)
beforeAll(async () => {
  server = await misbehavingServer({
    '/slow/*': slow,
    '/stub': html('<meta http-equiv="refresh" content="0; url=/moved-here"/>'),
    '/vanished': html('<title>Page not found</title>'),
    '/home': (socket, hit) => send(socket, hit, 302, { location: '/' }),
    '/lost': (socket, hit) => send(socket, hit, 302, { location: '/' }),
    '/fragile/*': (socket, hit, nth) => (nth === 1 ? void socket.destroy() : send(socket, hit, 200)),
  })
})
afterAll(() => server.close())

const timer: Timer = {
  elapsedMs: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      const wait = setTimeout(resolve, ms)
      signal?.addEventListener('abort', () => {
        clearTimeout(wait)
        resolve()
      })
    }),
}

async function statesOf(paths: readonly string[], perHost = 4): Promise<Record<string, string>> {
  const allowHosts = ['127.0.0.1']
  const http = createHttp({ allowHosts, env: {} })
  const urls = paths.map((path) => server.origin + path)
  const result = await checked(
    urls,
    { http, timer, random: () => 0.01 },
    { allowHosts, perHost, timeoutMs: 400 },
  )
  await http.close()
  return Object.fromEntries(
    result.links.map(({ url, state, reason }) => [
      url.slice(server.origin.length),
      reason === null ? state : `${state} ${reason}`,
    ]),
  )
}

describe('links to a server that breaks every rule', () => {
  it('get their verdicts', async () => {
    const expected: Record<string, string> = {
      '/ok': 'alive',
      '/204': 'alive',
      '/binary': 'alive',
      '/cookies': 'alive',
      '/404': 'dead http-404',
      '/410': 'dead http-410',
      '/401': 'blocked http-401',
      '/403': 'blocked http-403',
      '/flaky-503': 'alive',
      '/head-404': 'alive',
      '/head-with-body': 'alive',
      '/slash': 'alive',
      '/temporary': 'alive',
      '/permanent': 'moved',
      '/stub': 'moved',
      '/vanished': 'dead soft-404',
      '/home': 'alive',
      '/lost': 'dead redirect-to-home',
      '/loop': 'unreachable redirect-loop',
      '/chain/a': 'unreachable redirect-loop',
      '/to-metadata': 'refused redirect-to-private-address',
      '/to-decimal': 'refused redirect-to-private-address',
      '/to-file': 'unreachable bad-redirect',
      '/to-data': 'unreachable bad-redirect',
      '/to-nowhere': 'unreachable bad-redirect',
      '/reset': 'unreachable reset',
      '/reset-once': 'alive',
      '/close': 'unreachable reset',
      '/stall': 'unreachable timeout',
      '/drip-headers': 'unreachable timeout',
      '/drip-body': 'alive',
      '/endless-body': 'alive',
      '/gzip-bomb': 'alive',
      '/early-hints': 'alive',
      '/huge-header': 'unreachable protocol',
      '/many-headers': 'unreachable protocol',
      '/garbage-status': 'unreachable protocol',
      '/ssh': 'unreachable protocol',
      '/http-0.9': 'unreachable protocol',
      '/bad-header': 'unreachable protocol',
      '/wrong-length': 'unreachable protocol',
    }
    expect(await statesOf(Object.keys(expected))).toEqual(expected)
  })

  it('come alive where a host knows only GET', async () => {
    const states = await statesOf(['/head-405', '/ok', '/404'])
    expect(states).toEqual({ '/head-405': 'alive', '/ok': 'alive', '/404': 'dead http-404' })
  })

  it('are left alone for the hour that it asks for', async () => {
    const before = server.hits.length
    const states = await statesOf(['/429', ...Array.from({ length: 20 }, (_, n) => `/zzz/${n}`)], 1)
    expect(states['/429']).toBe('blocked http-429')
    expect(Object.values(states).filter((state) => state === 'unchecked host-rate-limited').length).toBe(20)
    expect(server.hits.length - before).toBe(1)
  })

  it.each([1, 3])('are asked at most %i at once, as the server sees it', async (perHost) => {
    most = 0
    const connections = server.connections()
    const states = await statesOf(
      Array.from({ length: 60 }, (_, n) => `/slow/${perHost}-${n}`),
      perHost,
    )
    expect(new Set(Object.values(states))).toEqual(new Set(['alive']))
    expect(most).toBe(perHost)
    expect(server.connections() - connections).toBeLessThanOrEqual(perHost)
  })

  it('survive a server that drops every first request', async () => {
    const states = await statesOf(Array.from({ length: 12 }, (_, n) => `/fragile/${n}`))
    expect(new Set(Object.values(states))).toEqual(new Set(['alive']))
  })
})
