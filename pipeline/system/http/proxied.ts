import { Socket } from 'node:net'
import type { buildConnector as Connector } from 'undici'
import { trackedConnect } from './tracked-connect.js'
import { buildConnector, openTunnel, Pool } from './undici-parts.js'

/** What is said where a proxy wants to know who asks (407). */
export const wantsPassword = 'the proxy asks for a user name and a password'

/** The proxy would not do it: it answered a request for a tunnel with something else than success. */
export class ProxyError extends Error {
  readonly code = 'PROXY'

  constructor(status: number) {
    super(status === 407 ? wantsPassword : `the proxy answered with status ${status}`)
  }
}

/** The header that names the user of a proxy (RFC 7617), from the user name and password of its URL. */
export function proxyHeaders(proxy: URL): Record<string, string> {
  if (proxy.username === '') return {}
  const user = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`
  return { 'proxy-authorization': `Basic ${Buffer.from(user).toString('base64')}` }
}

/**
 * Connects through a tunnel of the proxy (CONNECT, RFC 9110 9.3.6). The name is resolved by the proxy; the certificate is
 * checked here, against the host that was asked for.
 */
export function tunnelConnect(
  proxy: URL,
  timeoutMs: number,
): { connect: Connector.connector; destroy(): Promise<void> } {
  const toProxy = trackedConnect(buildConnector({ timeout: timeoutMs }))
  const tunnels = new Pool(proxy.origin, { connect: toProxy.connect, headersTimeout: timeoutMs })
  const secured = trackedConnect(buildConnector({ timeout: timeoutMs }))

  async function open(options: Connector.Options, callback: Connector.Callback): Promise<void> {
    const target = `${options.hostname}:${options.port || '443'}`
    const { statusCode, socket } = await openTunnel(tunnels, target, {
      host: target,
      ...proxyHeaders(proxy),
    })
    if (statusCode >= 200 && statusCode < 300 && socket instanceof Socket)
      return secured.connect({ ...options, httpSocket: socket }, callback)
    socket.on('error', () => undefined).destroy()
    throw new ProxyError(statusCode)
  }

  return {
    connect(options, callback) {
      open(options, callback).catch((error) => callback(error, null))
    },
    async destroy() {
      await tunnels.destroy()
      toProxy.destroy()
      secured.destroy()
    },
  }
}
