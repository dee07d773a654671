/**
 * One thing to find out: what stands at one address. Links that differ only in spelling (fragment, default port,
 * case of the host) share a question, so that nobody is asked the same thing twice.
 */
export interface Question {
  /** The address that is asked; the question's identity. */
  address: string
  /** The links it stands for, as written, in order. */
  urls: string[]
  /** Whether a fresh enough answer is at hand, so that it is put to nobody but those who know at once. */
  isCarried?: boolean
}
