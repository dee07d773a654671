import type { LinkMethodCounts, Report } from '../../model/report.js'

type Method = keyof LinkMethodCounts
type Certainty = 'high' | 'medium' | 'low' | 'unstated'

/** By what the states of the links are known, and how far that goes. */
export interface LinksKnownView {
  /** Every method, its links adding up to all of them. */
  methods: { method: Method; links: number; verified: number; lost: number }[]
  /** Methods by which a link is known to be alive, moved or dead, and how many are. */
  knownBy: { method: Method; known: number }[]
  /** Moved links by how sure their new address is, the surest first. */
  movedBy: { certainty: Certainty; count: number }[]
  /** Moved links whose content lies among what is deprecated or no longer supported. */
  toDeprecated: number
  /** Dead links with addresses that their content may have gone to. */
  withCandidates: number
  /** The repositories that answered for most links; of the commits of each the first. */
  repositories: (Report['repositories'][number] & { commitsLeftOut: number })[]
  repositoriesLeftOut: number
  /** Verified resources, each counted once in its category, and those that a reference table alone verifies. */
  resourcesVerified: number
  resourcesByReference: number
}

const methodOrder = ['http', 'tree', 'reference', 'carried', 'none'] as const
const certaintyOrder = ['high', 'medium', 'low', 'unstated'] as const
const repositoryLimit = 7
const commitLimit = 3

/** The figures on what the states of the links rest on. */
export function linksKnownView({ links, linkMethods, repositories, totals }: Report): LinksKnownView {
  const methods = methodOrder.map((method) => {
    const own = links.filter((link) => (link.method ?? 'none') === method)
    const verified = own.filter(({ state }) => state === 'alive' || state === 'moved').length
    const lost = own.filter(({ state }) => state === 'dead').length
    return { method, links: linkMethods[method], verified, lost }
  })
  const moved = links.filter(({ state }) => state === 'moved')
  const categories = [totals.policy, totals.detection, totals.test, totals.other]
  return {
    methods,
    knownBy: methods
      .map(({ method, verified, lost }) => ({ method, known: verified + lost }))
      .filter(({ known }) => known > 0),
    movedBy: certaintyOrder
      .map((certainty) => ({
        certainty,
        count: moved.filter((link) => (link.certainty ?? 'unstated') === certainty).length,
      }))
      .filter(({ count }) => count > 0),
    toDeprecated: moved.filter(({ reason }) => reason === 'target-deprecated').length,
    withCandidates: links.filter(({ state, candidates }) => state === 'dead' && candidates.length > 0).length,
    repositories: [...repositories]
      .sort((a, b) => b.links - a.links)
      .slice(0, repositoryLimit)
      .map((each) => ({
        ...each,
        commits: each.commits.slice(0, commitLimit),
        commitsLeftOut: Math.max(0, each.commits.length - commitLimit),
      })),
    repositoriesLeftOut: Math.max(0, repositories.length - repositoryLimit),
    resourcesVerified: categories.reduce((sum, { verified }) => sum + verified, 0),
    resourcesByReference: categories.reduce((sum, { verifiedByReference }) => sum + verifiedByReference, 0),
  }
}
