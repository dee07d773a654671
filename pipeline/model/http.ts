/** One HTTP request, one answer: no redirect is followed, nothing is retried. */
export interface HttpRequest {
  method: 'HEAD' | 'GET'
  url: string
  headers: Record<string, string>
  /** Time for everything: name, connection, TLS, headers and the part of the body that is read. */
  timeoutMs: number
  /** Bytes of the body that are read at most; the rest is cut off. */
  maxBodyBytes: number
  /** False where it does not matter that the server may see one request more under way than there are. */
  settles?: boolean
  signal?: AbortSignal
}

/** A request that brings something: for those whom the operator names, never for a link. */
export interface HttpPost extends Omit<HttpRequest, 'method'> {
  method: 'POST'
  body: string
}

export interface HttpAnswer {
  kind: 'answer'
  status: number
  /** Header names in lower case; repeated ones joined by ", " (RFC 9110). */
  headers: Record<string, string>
  body: Uint8Array
}

/**
 * Why no answer came. `reason` is a short stable code such as `timeout`, `reset`, `tls`, `name-not-found` (there is no
 * such name) or `name-unresolved` (the name service gave no answer, which may pass).
 */
export interface HttpFailure {
  kind: 'failure'
  reason: HttpFailureReason
  /** For people: the library's words, without credentials. */
  detail: string
  /** Set where a connection to the host (or through the proxy) had come about: somebody is there. */
  connected?: true
}

export type HttpFailureReason =
  | 'timeout'
  | 'name-not-found'
  | 'name-unresolved'
  | 'connection-refused'
  | 'reset'
  | 'network-unreachable'
  | 'proxy'
  | 'tls'
  | 'protocol'
  | 'private-address'
  | 'aborted'

export type HttpOutcome = HttpAnswer | HttpFailure

export interface Http {
  ask(request: HttpRequest): Promise<HttpOutcome>
  /** True when requests to this URL go through a proxy, which then resolves the name. */
  viaProxy(url: string): boolean
}

/** An answer of an API as it was given, with what it takes to ask whether it still stands. */
export interface CachedAnswer {
  etag: string
  /** Its Link header, which leads to the next page (RFC 8288); null where there was none. */
  link: string | null
  body: Uint8Array
}

/** Answers that APIs gave in earlier runs. A convenience: it may forget any of them at any time, and never fails. */
export interface AnswerCache {
  recall(url: string): CachedAnswer | null
  remember(url: string, answer: CachedAnswer): void
}
