import { spawn } from 'node:child_process'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A git server on this machine, as hosts run it (smart HTTP), and what was asked of it. */
export interface GitServer {
  address: string
  /** `METHOD PATH` of every request since the start. */
  requests: string[]
  /** Answers a request in the server's place, where it gives true. */
  instead: (request: IncomingMessage, response: ServerResponse) => boolean
  close(): Promise<void>
}

/** Serves the bare repositories below a folder by git-http-backend; partial clones are allowed, as on the hosts. */
export async function serveGit(root: string): Promise<GitServer> {
  const requests: string[] = []
  const served: GitServer = { address: '', requests, instead: () => false, close: async () => undefined }
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`)
    if (!served.instead(request, response)) answer(root, request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  served.address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  served.close = () => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(() => resolve()))
  }
  return served
}

/** The Common Gateway Interface (RFC 3875), as far as git-http-backend needs it. */
function answer(root: string, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://localhost')
  const child = spawn('git', ['-c', 'uploadpack.allowFilter=true', 'http-backend'], {
    env: {
      PATH: process.env.PATH,
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: decodeURIComponent(url.pathname),
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: String(request.headers['content-encoding'] ?? ''),
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  request.pipe(child.stdin).on('error', () => undefined)
  let head = Buffer.alloc(0)
  child.stdout.on('data', (chunk: Buffer) => {
    if (response.headersSent) return void response.write(chunk)
    head = Buffer.concat([head, chunk])
    const end = head.indexOf('\r\n\r\n')
    if (end === -1) return
    const fields = head
      .toString('latin1', 0, end)
      .split('\r\n')
      .map((line) => line.split(/: */, 2))
    for (const [name = '', value = ''] of fields) {
      if (name.toLowerCase() === 'status') response.statusCode = Number.parseInt(value, 10)
      else response.setHeader(name, value)
    }
    response.write(head.subarray(end + 4))
  })
  child.stdout.on('end', () => response.end())
}
