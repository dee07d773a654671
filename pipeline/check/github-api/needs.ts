import type { AnswerCache, Http } from '../../model/http.js'
import type { Timer } from '../../model/ports.js'

/** What asking GitHub's API takes. */
export interface ApiNeeds {
  http: Http
  timer: Timer
  userAgent: string
  timeoutMs: number
  /** Sent to api.github.com and nowhere else. */
  token: string | null
  /** Answers of earlier runs; null for none. */
  cache: AnswerCache | null
  signal?: AbortSignal
  /** Told once, in words for people, when the API can be asked no more in this run. */
  note: (sentence: string) => void
}
