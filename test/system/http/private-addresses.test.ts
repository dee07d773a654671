import type { LookupAddress } from 'node:dns'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { guardedConnect, PrivateAddressError } from '../../../pipeline/system/http/guarded-connect.js'
import { createHttp } from '../../../pipeline/system/http/index.js'
import { type MisbehavingServer, misbehavingServer } from './misbehaving-server.js'

let server: MisbehavingServer
beforeAll(async () => {
  server = await misbehavingServer()
})
beforeEach(() => server.hits.splice(0))
afterAll(() => server.close())

const request = { method: 'GET' as const, headers: {}, timeoutMs: 2000, maxBodyBytes: 100 }

/** An Http whose name service is this table; names are looked up in turn where there are several answers. */
function httpWith(names: Record<string, string[][]>, allowHosts: string[] = []) {
  const asked: string[] = []
  const http = createHttp({
    allowHosts,
    env: {},
    lookUp(host, _, done) {
      asked.push(host)
      const answers = names[host] ?? []
      const answer = answers.length > 1 ? answers.shift() : answers[0]
      const addresses: LookupAddress[] = (answer ?? []).map((address) => ({
        address,
        family: address.includes(':') ? 6 : 4,
      }))
      done(null, addresses)
    },
  })
  return { http, asked }
}

describe('a link into a private network', () => {
  it.each([
    '127.0.0.1',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '127.1',
    '0',
    '①②⑦.⓪.⓪.①',
    '%31%32%37.0.0.1',
    '127.0.0.1.',
    'localhost',
    'localhost.',
    'a.localhost',
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[64:ff9b::7f00:1]',
    '[2002:7f00:1::]',
    '[fd00:ec2::254]',
    '8.8.8.8@127.0.0.1',
  ])('reaches nobody as %s', async (host) => {
    const { http, asked } = httpWith({})
    const outcome = await http.ask({ ...request, url: `http://${host}:${server.port}/` })
    expect(outcome).toMatchObject({ kind: 'failure', reason: 'private-address' })
    expect([server.hits, asked]).toEqual([[], []])
    await http.close()
  })

  it.each([
    ['one private address', [['127.0.0.1']]],
    ['a public and a private one', [['93.184.215.14', '127.0.0.1']]],
    ['a mapped one', [['::ffff:127.0.0.1']]],
    ['the metadata service', [['169.254.169.254']]],
  ])('reaches nobody through a name with %s', async (_, answers) => {
    const { http } = httpWith({ 'name.example': answers })
    const outcome = await http.ask({ ...request, url: `http://name.example:${server.port}/` })
    expect(outcome).toMatchObject({
      kind: 'failure',
      reason: 'private-address',
      detail: expect.stringContaining('name.example'),
    })
    expect(server.hits).toEqual([])
    await http.close()
  })

  it('is not reached by a name that changes its answer: it is looked up once, and that address is dialled', async () => {
    const { http, asked } = httpWith({ 'name.example': [['192.0.0.200'], ['127.0.0.1']] })
    await http.ask({ ...request, url: `http://name.example:${server.port}/`, timeoutMs: 300 })
    expect(asked).toEqual(['name.example'])
    expect(server.hits).toEqual([])
    await http.close()
  })

  it('is not connected to even where nobody judged the address before', async () => {
    const connect = guardedConnect([], 1000)
    const options = {
      hostname: '127.0.0.1',
      host: server.origin.slice(7),
      protocol: 'http:',
      port: String(server.port),
    }
    const error = await new Promise((resolve) => connect(options, (...[found]) => resolve(found)))
    expect(error).toBeInstanceOf(PrivateAddressError)
  })

  it('is reached where the user allowed the host, with or without port', async () => {
    for (const allowed of ['127.0.0.1', `127.0.0.1:${server.port}`]) {
      const { http } = httpWith({}, [allowed])
      expect(await http.ask({ ...request, url: `${server.origin}/` })).toMatchObject({ status: 200 })
      await http.close()
    }
    const { http } = httpWith({}, [`127.0.0.1:${server.port + 1}`])
    expect(await http.ask({ ...request, url: `${server.origin}/` })).toMatchObject({
      reason: 'private-address',
    })
    await http.close()
  })
})
