import ipaddr from 'ipaddr.js'
import { bareHost } from '../../model/address.js'
import { exitCodes, Failure } from '../../model/failure.js'
import { withoutSecrets } from '../../model/secrets.js'

export type Environment = Readonly<Record<string, string | undefined>>

/**
 * Which proxy a URL goes through, or null for none, after `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`.
 *
 * The lower-case names count as well and win, as with curl; https without `HTTPS_PROXY` goes through `HTTP_PROXY`, as
 * in Node itself. `NO_PROXY` lists hosts (their sub-domains included), `host:port`, addresses, networks such as
 * `10.0.0.0/8`, or `*`. Throws a {@link Failure} for a proxy that is no http(s) URL.
 */
export function proxyChoice(env: Environment): (url: URL) => URL | null {
  const http = proxyUrl('HTTP_PROXY', env)
  const https = proxyUrl('HTTPS_PROXY', env) ?? http
  if (http === null && https === null) return noProxy
  const exceptions = (read('NO_PROXY', env) ?? '').split(/[\s,]+/).filter((entry) => entry !== '')
  return (url) => {
    const proxy = url.protocol === 'https:' ? https : http
    return proxy === null || exceptions.some((entry) => isException(entry.toLowerCase(), url)) ? null : proxy
  }
}

/** The choice where no proxy is set. */
export const noProxy = (): null => null

function read(name: string, env: Environment): string | undefined {
  return env[name.toLowerCase()] || env[name] || undefined
}

function proxyUrl(name: string, env: Environment): URL | null {
  const written = read(name, env)?.trim()
  if (written === undefined || written === '') return null
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(written) ? written : `http://${written}`
  const url = URL.canParse(address) ? new URL(address) : null
  if (url !== null && (url.protocol === 'http:' || url.protocol === 'https:')) return url
  throw new Failure(
    `${name} is no address of an http or https proxy: ${withoutSecrets(written)}`,
    `Set ${name} to something like http://proxy.example:8080, or unset it.`,
    { exitCode: exitCodes.usage },
  )
}

function isException(entry: string, url: URL): boolean {
  if (entry === '*') return true
  const host = bareHost(url.hostname)
  if (entry.includes('/')) return isInNetwork(host, entry)
  const [, name = entry, port] = /^(.*[^:]):(\d+)$/.exec(entry) ?? []
  const isIpv6 = ipaddr.IPv6.isValid(entry)
  if (!isIpv6 && port !== undefined && port !== (url.port || (url.protocol === 'https:' ? '443' : '80')))
    return false
  const domain = bareHost(isIpv6 ? entry : name).replace(/^\*?\./, '')
  return host === domain || host.endsWith(`.${domain}`)
}

function isInNetwork(host: string, network: string): boolean {
  if (!ipaddr.isValid(host) || !ipaddr.isValidCIDR(network)) return false
  const address = ipaddr.parse(host)
  const [base, bits] = ipaddr.parseCIDR(network)
  return address.kind() === base.kind() && address.match(base, bits)
}
