import type { Reference } from '../../model/reference.js'
import type { Verdict } from '../verdict.js'
import { byAttack } from './by-attack.js'
import { byD3fend } from './by-d3fend.js'

/**
 * What the reference tables say of an address at attack.mitre.org or d3fend.mitre.org, or null where they say nothing.
 *
 * It is evidence about the id, not about the page: for runs offline, or where the site refuses.
 */
export function byReference(
  reference: Pick<Reference, 'attack' | 'd3fend'>,
): (address: string) => Verdict | null {
  const attack = byAttack(reference.attack)
  const d3fend = byD3fend(reference.d3fend)
  return (address) => {
    if (!URL.canParse(address)) return null
    const url = new URL(address)
    if (!/^https?:$/.test(url.protocol) || url.port !== '') return null
    const host = url.hostname.replace(/^www\./, '')
    if (host === 'attack.mitre.org') return attack(url.pathname)
    if (host === 'd3fend.mitre.org') return d3fend(url.pathname)
    return null
  }
}
