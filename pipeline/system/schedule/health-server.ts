import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { errorCode } from '../../model/error-text.js'
import { exitCodes, Failure } from '../../model/failure.js'
import type { ScheduleHealth } from '../../model/schedule.js'

/** What is answered with. */
export interface HealthSource {
  health(): ScheduleHealth
  metrics(health: ScheduleHealth): string
}

export interface HealthServer {
  port: number
  close(): Promise<void>
}

const loopback = '127.0.0.1'
const timeoutMs = 5_000

/**
 * Answers on this machine alone, to GET and HEAD: `/health` (200, or 503 where the last run published nothing) and `/live` (200
 * as long as the service goes on) with the state as JSON, `/metrics` for Prometheus. Names other than this machine's are
 * refused, so that no page in a browser can ask under a name of its own.
 *
 * @throws {Failure} (exit 3) where the port is taken
 */
export async function openHealthServer(port: number, source: HealthSource): Promise<HealthServer> {
  const server = createServer({ requestTimeout: timeoutMs, headersTimeout: timeoutMs }, (request, response) =>
    answer(request, response, source),
  )
  server.maxConnections = 50
  await new Promise<void>((resolve, reject) => {
    server.on('error', (cause) => reject(cannotListen(port, cause)))
    server.listen(port, loopback, resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

interface Reply {
  status: number
  type: string
  text: string
}

function answer(request: IncomingMessage, response: ServerResponse, source: HealthSource): void {
  const { status, type, text } = replyTo(request, source)
  response.writeHead(status, {
    'content-type': type,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    connection: 'close',
  })
  response.end(request.method === 'HEAD' ? undefined : text)
}

function replyTo({ headers, method, url = '' }: IncomingMessage, source: HealthSource): Reply {
  const refusal = (status: number, why: string) => ({ status, type: plain, text: `${why}\n` })
  if (!/^(localhost|127\.0\.0\.1)(:\d+)?$/i.test(headers.host ?? '')) return refusal(403, 'not this host')
  if (method !== 'GET' && method !== 'HEAD') return refusal(405, 'only GET')
  const health = source.health()
  const json = { type: 'application/json', text: `${JSON.stringify(health, null, 2)}\n` }
  switch (url.split('?')[0]) {
    case '/health':
      return { status: health.healthy ? 200 : 503, ...json }
    case '/live':
      return { status: 200, ...json }
    case '/metrics':
      return { status: 200, type: prometheus, text: source.metrics(health) }
    default:
      return refusal(404, 'there are /health, /live and /metrics')
  }
}
const plain = 'text/plain; charset=utf-8'
const prometheus = 'text/plain; version=0.0.4; charset=utf-8'

function cannotListen(port: number, cause: Error): Failure {
  const code = errorCode(cause) ?? cause.name
  return new Failure(
    `The health port ${port} cannot be listened on (${code}).`,
    'Name another with --health-port, or leave the option out.',
    { exitCode: exitCodes.usage, cause },
  )
}
