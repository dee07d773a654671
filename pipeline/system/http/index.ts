import { judgeUrl } from '../../model/address.js'
import type { Http, HttpFailure, HttpOutcome, HttpPost, HttpRequest } from '../../model/http.js'
import { withoutSecrets } from '../../model/secrets.js'
import { exchange, type Way } from './exchange.js'
import { failureReason, messageOf } from './failure-reason.js'
import { guardedConnect, type LookUp } from './guarded-connect.js'
import { hasConnected, originPools } from './origin-pools.js'
import { proxyHeaders, tunnelConnect, wantsPassword } from './proxied.js'
import { type Environment, noProxy, proxyChoice } from './proxy-choice.js'
import { buildConnector } from './undici-parts.js'

export interface HttpOptions {
  /** Hosts (`host` or `host:port`) that may be private. */
  allowHosts: readonly string[]
  /** Where `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` are read. */
  env: Environment
  /** Stands in for the machine's name service in tests. */
  lookUp?: LookUp
}

export interface OpenHttp extends Http {
  ask(request: HttpRequest | HttpPost): Promise<HttpOutcome>
  close(): Promise<void>
}

const connectTimeoutMs = 10_000

/**
 * Http over undici: one request, one answer, nothing followed, retried, decompressed or remembered.
 *
 * Without a proxy only public addresses are connected to, whatever a name resolves to; through one the name is resolved
 * there, and only its literal form is judged. Credentials in a URL are not sent. Nothing is thrown: every
 * way to fail is an {@link HttpFailure}. Certificates are always verified; `NODE_EXTRA_CA_CERTS` is Node's own.
 */
export function createHttp({ allowHosts, env, lookUp }: HttpOptions): OpenHttp {
  const proxyFor = proxyChoice(env)
  const direct = originPools(guardedConnect(allowHosts, connectTimeoutMs, lookUp))
  const routes = new Map<string, ProxyRoutes>()

  function wayTo(url: URL, proxy: URL | null): Way {
    if (proxy === null)
      return { pool: direct.poolFor(url.origin), path: url.pathname + url.search, headers: {} }
    const route = routes.get(proxy.href) ?? proxyRoutes(proxy)
    routes.set(proxy.href, route)
    return route.wayTo(url)
  }

  return {
    viaProxy: (url) => proxyFor !== noProxy && URL.canParse(url) && proxyFor(new URL(url)) !== null,
    async ask(request) {
      const judged = judgeUrl(request.url, allowHosts)
      if (!judged.asked) return refusal(judged.reason)
      const proxy = proxyFor(judged.url)
      return outcomeOf(request, wayTo(judged.url, proxy), proxy !== null)
    },
    async close() {
      await Promise.all([direct, ...routes.values()].map((each) => each.destroy()))
    },
  }
}

interface ProxyRoutes {
  wayTo(url: URL): Way
  destroy(): Promise<void>
}

/** http is forwarded and https tunnelled, as browsers do: many proxies refuse a tunnel to port 80. */
function proxyRoutes(proxy: URL): ProxyRoutes {
  const tunnel = tunnelConnect(proxy, connectTimeoutMs)
  const tunnelled = originPools(tunnel.connect)
  const forwarded = originPools(buildConnector({ timeout: connectTimeoutMs }))
  return {
    wayTo(url) {
      const path = url.pathname + url.search
      if (url.protocol === 'https:') return { pool: tunnelled.poolFor(url.origin), path, headers: {} }
      const headers = { host: url.host, ...proxyHeaders(proxy) }
      return { pool: forwarded.poolFor(proxy.origin), path: url.origin + path, headers }
    },
    async destroy() {
      await Promise.all([tunnelled, forwarded, tunnel].map((each) => each.destroy()))
    },
  }
}

async function outcomeOf(
  request: HttpRequest | HttpPost,
  way: Way,
  isViaProxy: boolean,
): Promise<HttpOutcome> {
  const exchanged = await exchange(request, way)
  if ('error' in exchanged) {
    const reason = exchanged.passed ?? failureReason(exchanged.error, isViaProxy)
    const connected = hasConnected(way.pool) ? { connected: true as const } : {}
    return { ...failure(reason, withoutSecrets(messageOf(exchanged.error))), ...connected }
  }
  if (request.settles !== false) await connectionGivenBack()
  if (isViaProxy && exchanged.status === 407) return failure('proxy', wantsPassword)
  return { kind: 'answer', ...exchanged }
}

/**
 * A server is done with a request a moment after we have read its end; who asks sooner is, to the server, one more at
 * a time than it was promised. undici's pool takes the connection back within that moment, too.
 */
function connectionGivenBack(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, settleMs))
}
const settleMs = 2

function refusal(reason: string): HttpFailure {
  return reason === 'private-address'
    ? failure('private-address', 'not a public address')
    : failure('protocol', `not an address that is asked: ${reason}`)
}

function failure(reason: HttpFailure['reason'], detail: string): HttpFailure {
  return { kind: 'failure', reason, detail }
}
