import ipaddr from 'ipaddr.js'

/** Why a URL is never asked, as the code that a refused link carries. */
export type RefusalReason = 'malformed' | 'not-http' | 'private-address' | 'blocked-port'

export type Judgement = { asked: true; url: URL } | { asked: false; reason: RefusalReason }

/**
 * Whether a text may be asked over HTTP, and the URL that would be.
 *
 * Only the parsed host is judged, never the text: WHATWG parsing turns `2130706433`, `0x7f.1`, `①②⑦.0.0.1` and a
 * dozen other forms into `127.0.0.1`, and the parser used here is the one that connects. User name and password
 * are taken off, since they are never sent. A host on the allow-list passes whatever its address.
 */
export function judgeUrl(text: string, allowedHosts: readonly string[]): Judgement {
  const url = parsed(text)
  if (url === null) return { asked: false, reason: 'malformed' }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return { asked: false, reason: 'not-http' }
  url.username = ''
  url.password = ''
  if (isAllowed(url, allowedHosts)) return { asked: true, url }
  if (isPrivateHost(url.hostname)) return { asked: false, reason: 'private-address' }
  if (blockedPorts.has(Number(url.port))) return { asked: false, reason: 'blocked-port' }
  return { asked: true, url }
}

/** Whether the allow-list (entries `host` or `host:port`) names the host of this URL. */
export function isAllowed(url: URL, allowedHosts: readonly string[]): boolean {
  if (allowedHosts.length === 0) return false
  const host = bareHost(url.hostname)
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  return allowedHosts.some((entry) => {
    const named = parsed(`http://${entry.includes('::') && !entry.startsWith('[') ? `[${entry}]` : entry}`)
    if (named === null || bareHost(named.hostname) !== host) return false
    return !/:\d+$/.test(entry) || isBareIpv6(entry) || port === (named.port || '80')
  })
}

/** Whether a host, by its literal form alone, is this machine, a private network or a cloud's metadata service. */
function isPrivateHost(hostname: string): boolean {
  const host = bareHost(hostname)
  if (ipaddr.isValid(host)) return isPrivateAddress(host)
  if (!host.includes('.')) return true
  return metadataNames.has(host) || privateSuffixes.some((suffix) => host.endsWith(suffix))
}

/**
 * Whether an IP address is anything but a public unicast one.
 *
 * Ranges that wrap an IPv4 address (mapped, NAT64, 6to4, Teredo) are refused whatever they wrap, as Stripe's
 * smokescreen does: what a gateway makes of them is not known here. Azure's `168.63.129.16` is unicast to ipaddr.js
 * and added by hand; of IPv6 only `2000::/3`, the part handed out as global unicast (RFC 4291), is public.
 */
export function isPrivateAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return true
  const ip = ipaddr.parse(address)
  if (ip.range() !== 'unicast') return true
  if (ip.kind() === 'ipv4') return ip.toString() === azureWireServer
  return !ip.match(ipaddr.parseCIDR('2000::/3'))
}

/** A host without brackets, trailing dots and upper case: what comparisons are made on. */
export function bareHost(hostname: string): string {
  return hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.+$/, '')
}

/** Host and port, as requests are counted: `http` and `https` of one host are the same one. */
export function hostKey(url: URL): string {
  return url.port === '' ? bareHost(url.hostname) : `${bareHost(url.hostname)}:${url.port}`
}

/** Scheme, host and port of an address in the form that {@link requestAddress} gives it: a slash follows in each. */
export function originOf(address: string): string {
  return address.slice(0, address.indexOf('/', 'https://'.length))
}

/**
 * The address that a request for this URL goes to: without fragment and final dot of the host, and, by WHATWG,
 * without default port and upper case in scheme and host. Two spellings with one address are asked once.
 */
export function requestAddress(url: URL): string {
  if (!/[#@]|\.(?=[/:])/.test(url.href)) return url.href
  const asked = new URL(url.href)
  asked.hash = ''
  asked.username = ''
  asked.password = ''
  if (asked.hostname.endsWith('.')) asked.hostname = asked.hostname.replace(/\.+$/, '')
  return asked.href
}

function parsed(text: string): URL | null {
  const address = withoutMarkup(text)
  try {
    return new URL(address)
  } catch {
    return null
  }
}

/**
 * An address as a browser is given it: markdown writes `&` as `&amp;` and may put a backslash before any punctuation
 * (CommonMark 2.4 and 2.5). A backslash in or behind the host stays what it is to WHATWG, a slash: the host must not
 * depend on who reads it.
 */
export function withoutMarkup(text: string): string {
  if (!text.includes('\\') && !text.includes('&amp;')) return text
  const [origin = ''] = /^[a-z]+:\/\/[^/?#\\]*(?=[/?#]|$)/i.exec(text) ?? []
  if (origin === '') return text
  const rest = text.slice(origin.length)
  return origin + rest.replace(/\\([!-/:-@[-`{-~])/g, '$1').replace(/&amp;/g, '&')
}

function isBareIpv6(entry: string): boolean {
  return entry.includes('::') && !entry.startsWith('[')
}

const azureWireServer = '168.63.129.16'

const metadataNames = new Set([
  'metadata.goog',
  'metadata.amazonaws.com',
  'metadata.packet.net',
  'metadata.platformequinix.com',
  'kubernetes.default.svc',
])

const privateSuffixes = [
  '.localhost',
  '.local',
  '.internal',
  '.localdomain',
  '.home.arpa',
  '.lan',
  '.intranet',
  '.svc',
]

/** Ports of the WHATWG Fetch standard ("bad port"): a link must not make this program talk to a mail server. */
const blockedPorts = new Set([
  1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104,
  109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515,
  526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049,
  3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
])
