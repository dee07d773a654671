import { Undeliverable } from '../../model/undeliverable.js'
import type { Environment } from '../http/proxy-choice.js'

export interface Posted {
  url: string
  /** Sent as POST; null for a GET that brings nothing. */
  body: string | null
  contentType: string
  timeoutMs: number
}

/**
 * Sends something to an address that the operator named: private hosts are allowed, proxies honoured, certificates
 * verified, and no redirect is followed. User name and password of the address are sent as such (RFC 7617). Throws
 * {@link Undeliverable} where the server refuses for good, any other error where it may be tried again.
 */
export async function postMessage(message: Posted, env: Environment, signal: AbortSignal): Promise<void> {
  const { createHttp } = await import('../http/index.js')
  const url = new URL(message.url)
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  const http = createHttp({ allowHosts: [`${url.hostname}:${port}`], env })
  const common = { url: url.href, timeoutMs: message.timeoutMs, maxBodyBytes: 0, settles: false, signal }
  try {
    const answer =
      message.body === null
        ? await http.ask({ ...common, method: 'GET', headers: authorization(url) })
        : await http.ask({
            ...common,
            method: 'POST',
            headers: { 'content-type': message.contentType, ...authorization(url) },
            body: message.body,
          })
    if (answer.kind === 'failure') throw new Error(answer.reason)
    if (answer.status >= 200 && answer.status < 300) return
    const said = `it answered with status ${answer.status}`
    throw mayPass(answer.status) ? new Error(said) : new Undeliverable(said)
  } finally {
    await http.close()
  }
}

function mayPass(status: number): boolean {
  return status === 408 || status === 429 || status >= 500
}

function authorization({ username, password }: URL): Record<string, string> {
  if (username === '') return {}
  const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return { authorization: `Basic ${Buffer.from(user).toString('base64')}` }
}
