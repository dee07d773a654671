import { createRequire } from 'node:module'
import type { Pool as ConnectionPool, buildConnector as Connector, Dispatcher } from 'undici'

const load = createRequire(import.meta.url)

/**
 * The three parts of undici that are used here, loaded by themselves: its front door also brings `fetch`, caches, mocks
 * and WebSockets along, for some 10 MB and 50 ms of each run. undici's version is pinned, and a test holds these
 * paths.
 */
export const buildConnector: typeof Connector = load('undici/lib/core/connect.js')
export const Pool: typeof ConnectionPool = load('undici/lib/dispatcher/pool.js')
export type Pool = ConnectionPool

type Asked = Pick<Dispatcher.ConnectOptions, 'path' | 'headers'>
const connect: (this: Pool, asked: Asked) => Promise<Dispatcher.ConnectData> = load(
  'undici/lib/api/api-connect.js',
)

/** Asks the proxy behind a pool for a tunnel (CONNECT, RFC 9110 9.3.6). */
export function openTunnel(
  pool: Pool,
  path: string,
  headers: Record<string, string>,
): Promise<Dispatcher.ConnectData> {
  return connect.call(pool, { path, headers })
}
