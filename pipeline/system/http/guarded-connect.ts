import { type LookupAddress, lookup as lookUp } from 'node:dns'
import type { LookupFunction } from 'node:net'
import type { buildConnector as Connector } from 'undici'
import { isAllowed, isPrivateAddress } from '../../model/address.js'
import { buildConnector } from './undici-parts.js'

/** A name led into a private network, or a connection ended up there. */
export class PrivateAddressError extends Error {
  readonly code = 'PRIVATE_ADDRESS'

  constructor(host: string, address: string) {
    super(`${host} is at ${address}, which is not a public address`)
  }
}

/** Finds the addresses of a name; `node:dns` unless a test puts its own in its place. */
export type LookUp = (
  host: string,
  options: { all: true; family?: number; hints?: number },
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

/**
 * Connects to public addresses only, and to those of the allow-list.
 *
 * Every address that the name has is checked, and the connection is made to the checked ones, so that a name that answers
 * differently the second time gains nothing; a name with one private address is refused whole. undici does not look
 * up literal addresses, so those are judged before; where the socket ended up is asserted as well.
 */
export function guardedConnect(
  allowedHosts: readonly string[],
  connectTimeoutMs: number,
  resolve: LookUp = lookUp,
): Connector.connector {
  const free = buildConnector({ timeout: connectTimeoutMs })
  const guarded = buildConnector({ timeout: connectTimeoutMs, lookup: guardedLookup(resolve) })
  return (options, callback) => {
    const url = new URL(`${options.protocol}//${options.host ?? options.hostname}`)
    if (options.port) url.port = options.port
    if (isAllowed(url, allowedHosts)) return free(options, callback)
    return guarded(options, (...[error, socket]) => {
      if (error !== null) return callback(error, null)
      const reached = socket.remoteAddress?.replace(/^::ffff:(?=\d+\.)/, '')
      if (reached !== undefined && !isPrivateAddress(reached)) return callback(null, socket)
      socket.destroy()
      callback(reached === undefined ? brokenOff() : new PrivateAddressError(options.hostname, reached), null)
    })
  }
}

/** A socket that is closed as soon as it is open no longer knows where it went. */
function brokenOff(): Error {
  return Object.assign(new Error('the connection was closed at once'), { code: 'ECONNRESET' })
}

function guardedLookup(resolve: LookUp): LookupFunction {
  return (host, { all, family, hints }, done) => {
    const asked = { all: true as const, ...(hints === undefined ? {} : { hints }), family: numeric(family) }
    resolve(host, asked, (error, addresses) => {
      if (error !== null) return done(error, '', 0)
      const refused = addresses.find(({ address }) => isPrivateAddress(address))
      const [first] = addresses
      if (refused !== undefined) return done(new PrivateAddressError(host, refused.address), '', 0)
      if (first === undefined)
        return done(Object.assign(new Error(`no address for ${host}`), { code: 'ENOTFOUND' }), '', 0)
      if (all) done(null, addresses)
      else done(null, first.address, first.family)
    })
  }
}

function numeric(family: number | string | undefined): number {
  return family === 'IPv4' ? 4 : family === 'IPv6' ? 6 : Number(family ?? 0)
}
