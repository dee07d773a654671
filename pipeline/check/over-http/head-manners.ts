import type { HttpOutcome, HttpRequest } from '../../model/ports.js'

/** Whether a host can be asked by HEAD. */
export interface HeadManners {
  readonly isGetOnly: boolean
  note(method: HttpRequest['method'], outcome: HttpOutcome): void
}

/** Learns from 405 and 501 that a host knows only GET, so that its other links cost one request and not two. */
export function headManners(): HeadManners {
  let isGetOnly = false
  return {
    get isGetOnly() {
      return isGetOnly
    },
    note(method, outcome) {
      if (method === 'HEAD' && outcome.kind === 'answer' && [405, 501].includes(outcome.status))
        isGetOnly = true
    },
  }
}
