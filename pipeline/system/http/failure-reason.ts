import type { HttpFailureReason } from '../../model/http.js'

const reasons: Readonly<Record<string, HttpFailureReason>> = {
  PRIVATE_ADDRESS: 'private-address',
  PROXY: 'proxy',
  ENOTFOUND: 'name-not-found',
  ENODATA: 'name-not-found',
  EAI_NODATA: 'name-not-found',
  EAI_NONAME: 'name-not-found',
  EAI_AGAIN: 'name-unresolved',
  EAI_FAIL: 'name-unresolved',
  ECONNREFUSED: 'connection-refused',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  UND_ERR_SOCKET: 'reset',
  EHOSTUNREACH: 'network-unreachable',
  ENETUNREACH: 'network-unreachable',
  ENETDOWN: 'network-unreachable',
  EADDRNOTAVAIL: 'network-unreachable',
  EACCES: 'network-unreachable',
  EPERM: 'network-unreachable',
  ETIMEDOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_OVERFLOW: 'protocol',
  EPROTO: 'tls',
}

/** Codes of OpenSSL and of Node's TLS; they are many and only grow. */
const tlsCode =
  /^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|CRL_|ERROR_IN_|UND_ERR_PRX_TLS)/

/** Trouble in reaching the proxy itself: through one, nobody else is connected to from here. */
const reachingProxy = new Set<HttpFailureReason>([
  'name-not-found',
  'name-unresolved',
  'connection-refused',
  'network-unreachable',
])

/**
 * Why a request failed, from the error that Node or undici threw. What is not known is `protocol`: somebody was there,
 * and what came was of no use.
 */
export function failureReason(error: unknown, isViaProxy: boolean): HttpFailureReason {
  const reason = reasonOf(codeOf(error))
  return isViaProxy && (reachingProxy.has(reason) || isConnectTimeout(error)) ? 'proxy' : reason
}

function reasonOf(code: string): HttpFailureReason {
  return reasons[code] ?? (tlsCode.test(code) ? 'tls' : 'protocol')
}

function isConnectTimeout(error: unknown): boolean {
  return codeOf(error) === 'UND_ERR_CONNECT_TIMEOUT'
}

/** The code of an error, or of the first one in it: Node tries several addresses and reports them together. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  const own: unknown = 'code' in error ? error.code : undefined
  if (typeof own === 'string') return own
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0])
  return error.cause === undefined ? '' : codeOf(error.cause)
}

/** The words of an error in one line; several addresses' errors have none of their own. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.message !== '') return error.message.replace(/\s+/g, ' ').slice(0, 300)
  return error instanceof AggregateError ? error.errors.map(messageOf).join('; ').slice(0, 300) : error.name
}
