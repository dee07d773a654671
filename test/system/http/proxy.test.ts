import { createServer as createHttpServer } from 'node:http'
import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Failure } from '../../../pipeline/model/failure.js'
import { createHttp } from '../../../pipeline/system/http/index.js'
import { proxyChoice } from '../../../pipeline/system/http/proxy-choice.js'
import { listen, type MisbehavingServer, misbehavingServer } from './misbehaving-server.js'

const seen: { line: string; authorization: string | undefined }[] = []
let target: MisbehavingServer
let proxyPort: number
const sockets = new Set<Socket>()

/** A forward proxy that sends everything to the one target, whatever its name. */
const proxy = createHttpServer((request, response) => {
  seen.push({
    line: `${request.method} ${request.url}`,
    authorization: request.headers['proxy-authorization'],
  })
  if (request.url?.includes('needs-password')) response.writeHead(407)
  response.end()
})
proxy.on('connect', (request, socket: Socket) => {
  seen.push({ line: `CONNECT ${request.url}`, authorization: request.headers['proxy-authorization'] })
  if (request.url?.startsWith('needs-password.example'))
    return socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
  if (request.url?.startsWith('nowhere.example')) return socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
  const up = connect(target.port, '127.0.0.1', () => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n')
    up.pipe(socket).pipe(up)
  })
  sockets.add(up).add(socket)
  for (const each of [up, socket]) each.on('error', () => undefined)
})

beforeAll(async () => {
  target = await misbehavingServer()
  proxyPort = await listen(proxy)
})
beforeEach(() => void seen.splice(0))
afterAll(async () => {
  for (const socket of sockets) socket.destroy()
  proxy.close()
  await target.close()
})

const request = { method: 'GET' as const, headers: {}, timeoutMs: 2000, maxBodyBytes: 100 }

function proxied(env: Record<string, string>) {
  const lookedUp: string[] = []
  const http = createHttp({
    allowHosts: [],
    env,
    lookUp(host, _, done) {
      lookedUp.push(host)
      done(null, [])
    },
  })
  return { http, lookedUp }
}

describe('through a proxy', () => {
  it('http is forwarded and https tunnelled, with the credentials of the proxy, and no name is looked up here', async () => {
    const address = `http://me:p%40ss@127.0.0.1:${proxyPort}`
    const { http, lookedUp } = proxied({ HTTP_PROXY: address, HTTPS_PROXY: address })
    expect(http.viaProxy('https://site.example/')).toBe(true)
    expect(await http.ask({ ...request, url: 'http://site.example/page?a=1' })).toMatchObject({ status: 200 })
    const tunnelled = await http.ask({ ...request, url: 'https://site.example/page', timeoutMs: 300 })
    expect(tunnelled.kind === 'failure' && tunnelled.reason).not.toBe('proxy')
    const authorization = `Basic ${Buffer.from('me:p@ss').toString('base64')}`
    expect(seen).toEqual([
      { line: 'GET http://site.example/page?a=1', authorization },
      { line: 'CONNECT site.example:443', authorization },
    ])
    expect(lookedUp).toEqual([])
    await http.close()
  })

  it('a literal private address is refused all the same', async () => {
    const { http } = proxied({ HTTP_PROXY: `http://127.0.0.1:${proxyPort}` })
    for (const host of ['127.0.0.1', '169.254.169.254', '[::1]', 'metadata.google.internal']) {
      expect(await http.ask({ ...request, url: `http://${host}/` })).toMatchObject({
        reason: 'private-address',
      })
    }
    expect(seen).toEqual([])
    await http.close()
  })

  it('its own refusals are told from answers', async () => {
    const { http } = proxied({ HTTP_PROXY: `http://127.0.0.1:${proxyPort}` })
    for (const url of ['https://nowhere.example/', 'http://needs-password.example/']) {
      expect(await http.ask({ ...request, url })).toMatchObject({ kind: 'failure', reason: 'proxy' })
    }
    await http.close()
  })

  it.each(['https', 'http'])('says over %s that it wants a password', async (scheme) => {
    const { http } = proxied({
      HTTP_PROXY: `http://127.0.0.1:${proxyPort}`,
      HTTPS_PROXY: `http://127.0.0.1:${proxyPort}`,
    })
    const outcome = await http.ask({ ...request, url: `${scheme}://needs-password.example/` })
    expect(outcome).toMatchObject({ reason: 'proxy', detail: expect.stringContaining('password') })
    await http.close()
  })

  it('it is to blame where it is not there, and its password is not told', async () => {
    const gone = await misbehavingServer()
    await gone.close()
    const { http } = proxied({ HTTPS_PROXY: `http://me:canary@127.0.0.1:${gone.port}` })
    const outcome = await http.ask({ ...request, url: 'https://site.example/' })
    expect(outcome).toMatchObject({ kind: 'failure', reason: 'proxy' })
    expect(JSON.stringify(outcome)).not.toContain('canary')
    await http.close()
  })
})

describe('which proxy', () => {
  const both = { HTTP_PROXY: 'http://plain.example:1', HTTPS_PROXY: 'http://secure.example:2' }

  it.each([
    [both, 'http://site.example/', 'plain.example:1'],
    [both, 'https://site.example/', 'secure.example:2'],
    [{ HTTP_PROXY: 'plain.example:1' }, 'https://site.example/', 'plain.example:1'],
    [{ HTTPS_PROXY: 'secure.example:2' }, 'http://site.example/', undefined],
    [{ HTTPS_PROXY: 'a.example:1', https_proxy: 'b.example:1' }, 'https://site.example/', 'b.example:1'],
    [{ HTTPS_PROXY: '' }, 'https://site.example/', undefined],
    [{ ...both, NO_PROXY: '*' }, 'https://site.example/', undefined],
    [{ ...both, NO_PROXY: 'other.example, site.example' }, 'https://site.example/', undefined],
    [{ ...both, no_proxy: '.site.example' }, 'https://a.site.example/', undefined],
    [{ ...both, NO_PROXY: 'site.example' }, 'https://a.site.example/', undefined],
    [{ ...both, NO_PROXY: 'site.example' }, 'https://notsite.example/', 'secure.example:2'],
    [{ ...both, NO_PROXY: 'site.example:8443' }, 'https://site.example/', 'secure.example:2'],
    [{ ...both, NO_PROXY: 'site.example:443' }, 'https://site.example/', undefined],
    [{ ...both, NO_PROXY: '10.0.0.0/8' }, 'https://10.1.2.3/', undefined],
    [{ ...both, NO_PROXY: '10.0.0.0/8' }, 'https://11.1.2.3/', 'secure.example:2'],
    [{ ...both, NO_PROXY: '::1' }, 'https://[::1]/', undefined],
  ])('%j sends %s to %s', (env, url, host) => {
    expect(proxyChoice(env)(new URL(url))?.host).toBe(host)
  })

  it('must be one', () => {
    for (const wrong of ['socks5://a.example:1', 'http://', 'http://user:canary@:bad']) {
      const attempt = () => proxyChoice({ HTTPS_PROXY: wrong })
      expect(attempt).toThrow(Failure)
      expect(attempt).not.toThrow('canary')
    }
  })
})
