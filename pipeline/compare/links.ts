import type { DiffChange, DiffSide } from '../model/diff.js'
import type { LinkRecord } from '../model/links.js'
import { withoutSecrets } from '../model/secrets.js'
import type { Addresses } from './addresses.js'
import { changeOf, sideOf } from './change.js'
import { gainOfStates } from './gain.js'
import { pairUp } from './pair-up.js'
import { agreed, type Owner } from './rows.js'

/** The links of a run, and what each evidences there. */
export interface OwnedLinks {
  links: readonly LinkRecord[]
  owners: ReadonlyMap<string, Owner>
}

/**
 * The changes of links that both runs know of, whatever the form of their address: their state, or where their content
 * went. Only those that stand behind a resource on both sides can gain or lose coverage.
 */
export function compareLinks(before: OwnedLinks, after: OwnedLinks, { keyOf }: Addresses): DiffChange[] {
  const { pairs } = pairUp(before.links, after.links, [({ url }) => url, ({ url }) => keyOf(url)])
  const target = (link: LinkRecord) => (link.target === null ? null : keyOf(link.target))
  return pairs
    .filter(({ before: was, after: is }) => was.state !== is.state || target(was) !== target(is))
    .map(({ before: was, after: is }) => {
      const [owned, owns] = [before.owners.get(was.url), after.owners.get(is.url)]
      const gain = owned && owns ? gainOfStates(was.state, is.state) : 'neither'
      const owner = owned && owns ? agreed(owned, owns) : (owned ?? owns ?? nobody)
      const side = (link: LinkRecord) => linkSide(link, was.state !== is.state ? { reason: link.reason } : {})
      return changeOf('link', 'changed', owner, { before: side(was), after: side(is) }, gain)
    })
}

const nobody: Owner = { techniqueId: null, category: null, source: null }

function linkSide({ url, state, target }: LinkRecord, more: Partial<DiffSide>): DiffSide {
  return sideOf(null, url, { state, target: target === null ? null : withoutSecrets(target), ...more })
}
