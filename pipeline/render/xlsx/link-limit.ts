/** Kinds of links, those first that are given up last. */
export type LinkKind = 'address' | 'page' | 'inner'

/** What a sheet that wants so many links may have of them. */
export interface LinkBudget {
  wanted: number
  linked: number
  /** Says of one wanted link after the other whether it may be there. */
  taker(): (kind: LinkKind) => boolean
}

/**
 * Which links a sheet may have, so that it has no more than it can hold.
 *
 * Links within the workbook go first, all together, then those to lines of pages: an address that cannot be opened is
 * a greater loss, and half a column of links reads as a mistake. Then addresses go, from the end.
 */
export function linkBudget(wanted: Readonly<Record<LinkKind, number>>, limit: number): LinkBudget {
  const withPages = wanted.address + wanted.page
  const all = withPages + wanted.inner
  const kinds: LinkKind[] =
    all <= limit ? ['address', 'page', 'inner'] : withPages <= limit ? ['address', 'page'] : ['address']
  const linked = Math.min(
    limit,
    kinds.reduce((sum, kind) => sum + wanted[kind], 0),
  )
  return {
    wanted: all,
    linked,
    taker: () => {
      let left = linked
      return (kind) => {
        if (left === 0 || !kinds.includes(kind)) return false
        left -= 1
        return true
      }
    },
  }
}
