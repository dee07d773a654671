import type { RememberedLink } from '../model/link-memory.js'
import { LinkEvidence, LinkRecord, type LinkState } from '../model/links.js'
import { type Verdict, verdict } from './verdict.js'

/**
 * The verdict that memory holds, as far as it is of today's words; how it was learnt, and by how many requests, is for the
 * caller to say.
 */
export function recalled(known: RememberedLink, state: LinkState): Verdict {
  return verdict(state, known.reason, {
    confirmed: known.confirmed,
    deadSince: known.deadSince,
    deadCommit: known.deadCommit,
    status: known.status,
    finalUrl: known.finalUrl,
    target: known.target,
    evidence: LinkEvidence.nullable().catch(null).parse(known.evidence),
    certainty: LinkRecord.shape.certainty.catch(null).parse(known.certainty),
    candidates: known.candidates,
    ...(known.tree && { tree: known.tree }),
  })
}
