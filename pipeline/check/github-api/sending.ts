import type { HttpOutcome } from '../../model/http.js'
import type { ApiNeeds } from './needs.js'

const maxBodyBytes = 64 * 1024 * 1024

/** Sends one request; with an ETag it is answered 304 where the answer that had it still stands. */
export function send(needs: ApiNeeds, url: string, etag: string | undefined): Promise<HttpOutcome> {
  const { http, token, timeoutMs, signal } = needs
  const headers: Record<string, string> = {
    'user-agent': needs.userAgent,
    accept: 'application/vnd.github+json',
    'x-github-api-version': '2022-11-28',
  }
  if (etag !== undefined) headers['if-none-match'] = etag
  if (token !== null) headers.authorization = `Bearer ${token}`
  return http.ask({ method: 'GET', url, headers, timeoutMs, maxBodyBytes, ...(signal && { signal }) })
}
