import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { main } from '../../pipeline/cli/program.js'
import { mappingText, pageText } from '../support/page.js'

let folder: string
let server: Server
let base: string

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'control-coverage-'))
  mkdirSync(join(folder, 'pages'))
  for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy']) vi.stubEnv(name, '')
  // Servers hand out signed addresses, too.
  server = createServer((request, response) => {
    if (request.url?.startsWith('/moved'))
      response.writeHead(301, { location: '/signed/elsewhere?X-Amz-Signature=canary' })
    response.end()
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  base = `127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(() => {
  vi.unstubAllEnvs()
  server.closeAllConnections()
  server.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Text of every file below `path` whose name does not match `except`. */
function textsBelow(path: string, except = /^$/): Map<string, string> {
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter(
    (name) => lstatSync(join(path, name)).isFile() && !except.test(name),
  )
  return new Map(names.map((name) => [name, readFileSync(join(path, name), 'latin1')]))
}

describe('credentials in the addresses of a page', () => {
  it.each(['human', 'json'])(
    'are in no log (%s), store or report; the data keep the page’s words',
    async (log) => {
      const rows = [
        `http://robot:canary@${base}/user`,
        `http://${base}/query?access_token=canary&x=1`,
        `http://${base}/fragment#token=canary`,
        `http://${base}/moved`,
        'https://hooks.slack.com/services/T0/B0/canary',
      ]
      const text = rows.map((url) => `* [${url}](${url})`).join('\n')
      const page = pageText({ detection: mappingText({ rows: text, count: String(rows.length) }) })
      writeFileSync(join(folder, 'pages', 'T1071.001.md'), page)
      const out = join(folder, 'out')
      let said = ''
      const words = ['--allow-host', '127.0.0.1', '--timeout', '1000', '--retries', '0', '--format', 'csv']
      const exitCode = await main(
        ['run', join(folder, 'pages'), '--out', out, '--run-id', 'r1', '--log', log, ...words],
        {
          print: (each) => {
            said += each
          },
          talk: {
            write: (each) => {
              said += each
            },
            isTerminal: false,
          },
        },
      )
      expect(exitCode).toBe(0)
      expect(said).not.toContain('canary')
      const data = /^(records|model|links|findings)\.json$/
      for (const [name, each] of [
        ...textsBelow(join(out, '.state')),
        ...textsBelow(join(out, 'runs', 'r1'), data),
      ])
        expect(each, name).not.toContain('canary')
      expect(readFileSync(join(out, 'runs', 'r1', 'model.json'), 'utf8')).toContain('access_token=canary')
    },
  )
})
