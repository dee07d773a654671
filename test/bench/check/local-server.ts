import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface LocalServer {
  /** Such as `127.0.0.1:40123`. */
  host: string
  /** Begins anew for the next program: nothing was asked yet, and nobody has used up anything of the limit. */
  reset(): void
  /** Counts since the last {@link reset}. */
  counted(): Counted
  close(): void
}

export interface Counted {
  requests: number
  /** Answered with 429. */
  limited: number
  mostAtOnce: number
}

export interface LocalServerOptions {
  latencyMs: number
  /** Length of each page. */
  pageBytes: number
  /** Requests that are let through in each window of so many seconds, the first request beginning one; null for all. */
  limit: { requests: number; seconds: number } | null
}

/** A web server on this machine where every address is a page of its own. */
export async function startLocalServer(options: LocalServerOptions): Promise<LocalServer> {
  const page = `<!doctype html><title>A page</title><p>${'Words. '.repeat(options.pageBytes)}`.slice(
    0,
    options.pageBytes,
  )
  let counted: Counted = { requests: 0, limited: 0, mostAtOnce: 0 }
  let atOnce = 0
  let refusedFor = windowed(options.limit)
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    counted.requests++
    atOnce++
    counted.mostAtOnce = Math.max(counted.mostAtOnce, atOnce)
    const seconds = refusedFor()
    if (seconds > 0) counted.limited++
    setTimeout(() => {
      atOnce--
      if (seconds > 0)
        response.writeHead(429, { 'retry-after': String(seconds), 'content-length': '0' }).end()
      else {
        const headers = { 'content-type': 'text/html; charset=utf-8', 'content-length': String(page.length) }
        response.writeHead(200, headers).end(request.method === 'HEAD' ? undefined : page)
      }
    }, options.latencyMs)
  })
  await new Promise<void>((resolve) => server.listen({ host: '127.0.0.1', port: 0, backlog: 1024 }, resolve))
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    reset() {
      counted = { requests: 0, limited: 0, mostAtOnce: 0 }
      refusedFor = windowed(options.limit)
    },
    counted: () => counted,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

/** For how many seconds a request is refused; 0 lets it through. */
function windowed(limit: LocalServerOptions['limit']): () => number {
  if (limit === null) return () => 0
  const { requests, seconds } = limit
  let endsAtMs = 0
  let left = 0
  return () => {
    const nowMs = performance.now()
    if (nowMs >= endsAtMs) {
      endsAtMs = nowMs + seconds * 1000
      left = requests
    }
    left--
    return left >= 0 ? 0 : Math.ceil((endsAtMs - nowMs) / 1000)
  }
}
