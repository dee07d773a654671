/** How far a link's asking had come that waits to be asked once more, such as one that was missing at first. */
export interface WaitingLink {
  /** ISO 8601, UTC. */
  at: string
  address: string
  method: 'HEAD' | 'GET'
  isWhole: boolean
  isHeadAsked: boolean
  hops: { by: 'redirect' | 'refresh' | 'canonical'; permanent: boolean; address: string }[]
  attempts: number
  failures: number
  rateLimited: number
  missing: number
  /** What is to be said if nothing more comes. */
  setback: { state: string; reason: string | null; status: number | null }
}
