import type { buildConnector } from 'undici'
import { trackedConnect } from './tracked-connect.js'
import { Pool } from './undici-parts.js'

/** Origins whose connections are kept at once; of more, the one unused for longest is let go. */
const originsKept = 256

const connectedPools = new WeakSet<Pool>()

/** Whether any connection of the pool has come about: somebody is there, whatever he then says or keeps to himself. */
export function hasConnected(pool: Pool): boolean {
  return connectedPools.has(pool)
}

/** Connections, kept by origin and used again. */
export interface OriginPools {
  poolFor(origin: string): Pool
  destroy(): Promise<void>
}

/**
 * One undici pool per origin, over the given way to connect.
 *
 * undici's own `Agent` counts connections by origin rather than by pool: one that a server breaks takes the next pool of
 * that origin down with it, and so on, until every request opens a connection of its own (7.30).
 */
export function originPools(connect: buildConnector.connector): OriginPools {
  const pools = new Map<string, Pool>()
  const tracked = trackedConnect(connect)
  let newest: { origin: string; pool: Pool } | undefined
  return {
    poolFor(origin) {
      if (origin === newest?.origin) return newest.pool
      const pool = pools.get(origin) ?? newPool(origin, tracked.connect)
      pools.delete(origin)
      pools.set(origin, pool)
      newest = { origin, pool }
      const [oldest] = pools
      if (pools.size > originsKept && oldest !== undefined) {
        pools.delete(oldest[0])
        oldest[1].close().catch(() => undefined)
      }
      return pool
    },
    async destroy() {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()))
      tracked.destroy()
      pools.clear()
      newest = undefined
    },
  }
}

function newPool(origin: string, connect: buildConnector.connector): Pool {
  const pool = new Pool(origin, { ...poolOptions, connect })
  pool.once('connect', () => connectedPools.add(pool))
  return pool
}

/**
 * Answers with more than 16 KiB of headers are refused; idle connections are kept for four seconds. How many requests a
 * host gets at once is for the asker to say, within this bound.
 */
const poolOptions = {
  connections: 256,
  pipelining: 1,
  keepAliveTimeout: 4000,
  maxHeaderSize: 16 * 1024,
  allowH2: false,
}
