/** How far the links of one host are. */
export interface HostState {
  host: string
  /** Links that are not told yet. */
  left: number
  /** How long the host is left alone yet, as it asked for or because it is down; 0 while it is asked. */
  restMs: number
}

/** The hosts with most left, in a few words. */
export function inWords(hosts: readonly HostState[]): string {
  return [...hosts]
    .filter(({ left }) => left > 0)
    .sort((a, b) => b.left - a.left || (a.host < b.host ? -1 : 1))
    .slice(0, 3)
    .map(({ host, left, restMs }) => {
      const rest = restMs > 0 ? ` (rests ${Math.ceil(restMs / 1000)} s)` : ''
      return `${host} ${left}${rest}`
    })
    .join(', ')
}
