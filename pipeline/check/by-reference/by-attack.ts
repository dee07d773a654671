import type { AttackReference, AttackTechnique } from '../../model/reference.js'
import { sameName } from '../../model/same-name.js'
import { type Verdict, verdict } from '../verdict.js'

/** A page of an older version (`/versions/v10/…`) speaks of another table than ours. */
const techniquePath = /^\/techniques\/(T\d{4})(?:[/.](\d{3}))?(\/?)$/

/** Every number up to here is Enterprise's; above it are those of Mobile and PRE too, which the table lacks. */
const lastOwnNumber = 1223

/** Judges paths of attack.mitre.org by technique id; the table knows no ids of tactics. */
export function byAttack(table: AttackReference): (path: string) => Verdict | null {
  const known = new Map(table.techniques.map((each) => [each.id, each]))
  const highest = highestNumbers(table.techniques)
  return (path) => {
    const [, parent, sub, slash = ''] = techniquePath.exec(path) ?? []
    if (parent === undefined) return null
    const technique = known.get(sub === undefined ? parent : `${parent}.${sub}`)
    if (technique !== undefined) return onTechnique(technique, slash)
    const number = Number(sub ?? parent.slice(1))
    if (sub === undefined && (number < 1000 || number > lastOwnNumber)) return null
    // Beyond the highest number the table may simply be older than the link.
    return number > (highest.get(sub === undefined ? '' : parent) ?? 0) ? null : unknownId()
  }
}

function onTechnique({ id, today, before }: AttackTechnique, slash: string): Verdict {
  if (today === null) return unknownId()
  if (today.status === 'deprecated') return verdict('alive', 'id-deprecated', { method: 'reference' })
  if (today.status === 'active') {
    const renamed = before !== null && !sameName(before.name, today.name)
    return verdict('alive', renamed ? 'id-renamed' : null, { method: 'reference' })
  }
  // Only the end of the chain: the one it was revoked for may be revoked itself.
  const { current } = today
  if (current === null || current === id) return verdict('alive', 'id-revoked', { method: 'reference' })
  const target = `https://attack.mitre.org/techniques/${current.replace('.', '/')}${slash}`
  return verdict('moved', 'id-revoked', {
    method: 'reference',
    target,
    evidence: 'reference',
    certainty: 'high',
  })
}

/** Not confirmed: it is said of the id, and nobody has asked for the page. */
function unknownId(): Verdict {
  return verdict('dead', 'id-unknown', { method: 'reference' })
}

/** The highest number of each parent's sub-techniques, and under '' that of the techniques. */
function highestNumbers(techniques: readonly AttackTechnique[]): Map<string, number> {
  const highest = new Map<string, number>()
  for (const { id } of techniques) {
    const [parent = '', sub] = id.split('.')
    const group = sub === undefined ? '' : parent
    highest.set(group, Math.max(highest.get(group) ?? 0, Number(sub ?? parent.slice(1))))
  }
  return highest
}
