import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a server on this machine was told. */
export interface Told {
  method: string
  url: string
  headers: Record<string, unknown>
  body: string
}

/** A web server that keeps what it is told; `statuses` are its first answers, later ones are 200. */
export async function startToldServer(statuses: number[] = []) {
  const told: Told[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (piece) => {
      body += piece
    })
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      response.statusCode = statuses[told.length] ?? 200
      told.push({ method, url, headers, body })
      response.end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    told,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
