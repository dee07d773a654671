import { createServer, type Server, type Socket } from 'node:net'
import { gzipSync } from 'node:zlib'

/** One request as it came over the wire. */
export interface Hit {
  method: string
  target: string
  head: string
}

export interface MisbehavingServer {
  port: number
  origin: string
  hits: Hit[]
  connections(): number
  close(): Promise<void>
}

/** What a path does to the socket that asks for it. */
export type Behaviour = (socket: Socket, hit: Hit, nth: number) => void

/** A server on loopback that speaks raw TCP, and so can break every rule of HTTP. Unknown paths answer 200. */
export async function misbehavingServer(more: Record<string, Behaviour> = {}): Promise<MisbehavingServer> {
  const behaviours = { ...standard, ...more }
  const hits: Hit[] = []
  const sockets = new Set<Socket>()
  let connections = 0
  const server = createServer((socket) => {
    connections++
    sockets.add(socket)
    let head = ''
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    socket.on('data', (data) => {
      head += data.toString('latin1')
      for (let end = head.indexOf('\r\n\r\n'); end >= 0; end = head.indexOf('\r\n\r\n')) {
        const [method = '', target = ''] = head.split(' ')
        const hit = { method, target, head: head.slice(0, end) }
        head = head.slice(end + 4)
        hits.push(hit)
        const path = target.replace(/^http:\/\/[^/]+/, '').split('?', 1)[0] ?? ''
        const nth = hits.filter((each) => each.target === target).length
        const behaviour = behaviours[path] ?? behaviours[path.replace(/\/[^/]*$/, '/*')]
        if (behaviour === undefined) send(socket, hit, 200)
        else behaviour(socket, hit, nth)
      }
    })
  })
  const port = await listen(server)
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    hits,
    connections: () => connections,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** A well-formed answer. */
export function send(
  socket: Socket,
  hit: Hit,
  status: number,
  headers: Record<string, string> = {},
  body = '',
): void {
  const lines = Object.entries({ 'content-length': String(body.length), ...headers }).map(
    ([k, v]) => `${k}: ${v}\r\n`,
  )
  socket.write(`HTTP/1.1 ${status} x\r\n${lines.join('')}\r\n${hit.method === 'HEAD' ? '' : body}`)
}

const raw =
  (text: string): Behaviour =>
  (socket) =>
    void socket.write(text)
const redirect = (status: number, location: string): Behaviour => {
  return (socket, hit) => send(socket, hit, status, { location })
}
const bomb = gzipSync(Buffer.alloc(50_000_000))

const standard: Record<string, Behaviour> = {
  '/404': (socket, hit) => send(socket, hit, 404),
  '/410': (socket, hit) => send(socket, hit, 410),
  '/403': (socket, hit) => send(socket, hit, 403),
  '/401': (socket, hit) => send(socket, hit, 401),
  '/429': (socket, hit) => send(socket, hit, 429, { 'retry-after': '3600' }),
  '/flaky-503': (socket, hit, nth) => send(socket, hit, nth > 2 ? 200 : 503),
  '/head-405': (socket, hit) => send(socket, hit, hit.method === 'HEAD' ? 405 : 200, {}, 'x'),
  '/head-404': (socket, hit) => send(socket, hit, hit.method === 'HEAD' ? 404 : 200, {}, 'x'),
  '/head-with-body': raw('HTTP/1.1 200 x\r\ncontent-length: 4\r\n\r\nbody'),
  '/permanent': redirect(301, '/moved-here'),
  '/temporary': redirect(302, '/elsewhere'),
  '/slash': redirect(301, '/slash/'),
  '/loop': redirect(302, '/loop-back'),
  '/loop-back': redirect(302, '/loop'),
  '/chain/*': (socket, hit) => send(socket, hit, 302, { location: `${hit.target}x` }),
  '/to-metadata': redirect(302, 'http://169.254.169.254/latest/'),
  '/to-decimal': redirect(302, 'http://2130706434/'),
  '/to-file': redirect(302, 'file:///etc/passwd'),
  '/to-data': redirect(302, 'data:text/html,x'),
  '/to-nowhere': (socket, hit) => send(socket, hit, 302),
  '/reset': (socket) => void socket.resetAndDestroy(),
  '/reset-once': (socket, hit, nth) => (nth === 1 ? void socket.resetAndDestroy() : send(socket, hit, 200)),
  '/close': (socket) => void socket.destroy(),
  '/stall': () => undefined,
  '/drip-headers': (socket) => drip(socket, 'HTTP/1.1 200 x\r\nx-slow: '),
  '/drip-body': (socket) => drip(socket, 'HTTP/1.1 200 x\r\ncontent-length: 100000\r\n\r\n'),
  '/endless-body': (socket) => {
    socket.write('HTTP/1.1 200 x\r\n\r\n')
    const more = () => {
      while (!socket.destroyed && socket.write(Buffer.alloc(65_536)));
    }
    socket.on('drain', more)
    more()
  },
  '/reset-mid-body': (socket) => {
    socket.write('HTTP/1.1 200 x\r\ncontent-length: 1000\r\n\r\nabc', () =>
      setTimeout(() => socket.resetAndDestroy(), 20),
    )
  },
  '/gzip-bomb': (socket) => {
    socket.write(`HTTP/1.1 200 x\r\ncontent-encoding: gzip\r\ncontent-length: ${bomb.length}\r\n\r\n`)
    socket.write(bomb)
  },
  '/huge-header': (socket, hit) => send(socket, hit, 200, { 'x-huge': 'x'.repeat(1_000_000) }),
  '/many-headers': raw(
    `HTTP/1.1 200 x\r\n${Array.from({ length: 20_000 }, (_, n) => `x-${n}: y\r\n`).join('')}\r\n`,
  ),
  '/early-hints': raw(
    `${'HTTP/1.1 103 x\r\nlink: </a>\r\n\r\n'.repeat(500)}HTTP/1.1 200 x\r\ncontent-length: 0\r\n\r\n`,
  ),
  '/garbage-status': raw('HTTP/1.1 two hundred\r\n\r\n'),
  '/ssh': raw('SSH-2.0-OpenSSH_9.2p1\r\n'),
  '/http-0.9': (socket) => void socket.end('<html>hello</html>'),
  '/bad-header': raw('HTTP/1.1 200 x\r\nno colon here\r\n\r\n'),
  '/wrong-length': raw('HTTP/1.1 200 x\r\ncontent-length: minus one\r\n\r\n'),
  '/204': raw('HTTP/1.1 204 x\r\n\r\n'),
  '/binary': (socket, hit) =>
    send(socket, hit, 200, { 'content-type': 'application/octet-stream' }, '\u0000\u00ff\u0001'),
  '/cookies': raw('HTTP/1.1 200 x\r\nset-cookie: a=1\r\nset-cookie: b=2\r\ncontent-length: 0\r\n\r\n'),
}

function drip(socket: Socket, start: string): void {
  socket.write(start)
  const timer = setInterval(() => (socket.destroyed ? clearInterval(timer) : socket.write('x')), 50)
}
