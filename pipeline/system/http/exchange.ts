import type { Dispatcher } from 'undici'
import type { HttpPost, HttpRequest } from '../../model/http.js'
import { deadlineIn } from './deadline.js'
import type { Pool } from './undici-parts.js'

/** What a request uses: the connections, what it asks for there, and what it must say besides. */
export interface Way {
  pool: Pool
  path: string
  headers: Record<string, string>
}

/** What came back: status, headers and the part of the body that is read; or why nothing did. */
export type Exchanged =
  | { status: number; headers: Record<string, string>; body: Uint8Array }
  | { passed: 'timeout' | 'aborted' | null; error: unknown }

/**
 * Makes one request and resolves once its answer has been read, or its time is up. Never rejects.
 *
 * The first `maxBodyBytes` of a body are kept, as sent: compressed stays compressed, so that no small answer grows large
 * here; the rest is cut off with its connection. A body that breaks off is as long as it came. undici's handlers
 * are used and not its promises and streams, which cost as much again as all the rest of a request.
 */
export function exchange(request: HttpRequest | HttpPost, way: Way): Promise<Exchanged> {
  return new Promise((resolve) => {
    const answer = new Answer(request.maxBodyBytes, resolve)
    // A body that drips passes every time-out between two bytes, so only a limit on the whole ends it.
    answer.clear = deadlineIn(request.timeoutMs, request.signal, (why) => answer.giveUp(why))
    if (answer.isOver) return
    way.pool.dispatch(
      {
        path: way.path,
        method: request.method,
        headers: { ...request.headers, ...way.headers },
        ...('body' in request ? { body: request.body } : {}),
        headersTimeout: 0,
        bodyTimeout: 0,
        // undici would close the connection after every HEAD.
        reset: false,
      },
      answer,
    )
  })
}

/** One answer as it comes in. */
class Answer implements Dispatcher.DispatchHandler {
  isOver = false
  clear: () => void = () => undefined
  private controller: Dispatcher.DispatchController | undefined
  private status = 0
  private headers: Record<string, string> = {}
  private chunks: Uint8Array[] | null = null
  private size = 0

  constructor(
    private readonly maxBodyBytes: number,
    private readonly resolve: (exchanged: Exchanged) => void,
  ) {}

  /** The time is up. undici hears of an abort only once it is connected, so nobody waits for it. */
  giveUp(why: 'timeout' | 'aborted'): void {
    this.fail(why, new Error('the time is up'))
    this.controller?.abort(new Error('the time is up'))
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller
    if (this.isOver) controller.abort(new Error('the time is up'))
  }

  onResponseStart(_: unknown, status: number, headers: Readonly<Headers>): void {
    if (status < 200) return
    this.status = status
    this.headers = joined(headers)
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    if (this.isOver) return
    this.chunks ??= []
    this.chunks.push(chunk)
    this.size += chunk.length
    if (this.size <= this.maxBodyBytes) return
    this.end()
    controller.abort(new Error('enough was read'))
  }

  onResponseEnd(): void {
    this.end()
  }

  onResponseError(_: unknown, error: unknown): void {
    this.fail(null, error)
  }

  private fail(passed: 'timeout' | 'aborted' | null, error: unknown): void {
    if (this.status !== 0) this.end()
    else this.settle({ passed, error })
  }

  private end(): void {
    if (this.isOver) return
    const body = this.chunks === null ? noBody : firstOf(this.chunks, this.maxBodyBytes)
    this.settle({ status: this.status, headers: this.headers, body })
  }

  private settle(exchanged: Exchanged): void {
    if (this.isOver) return
    this.isOver = true
    this.chunks = null
    this.clear()
    this.resolve(exchanged)
  }
}

type Headers = Record<string, string | string[] | undefined>

const noBody = new Uint8Array(0)

function firstOf(chunks: readonly Uint8Array[], maxBytes: number): Uint8Array {
  return new Uint8Array(Buffer.concat(chunks).subarray(0, maxBytes))
}

function joined(headers: Readonly<Headers>): Record<string, string> {
  const found: Record<string, string> = {}
  for (const name of Object.keys(headers)) {
    const value = headers[name]
    if (value !== undefined) found[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return found
}
