import {
  type AttackTechnique,
  type D3fendTechnique,
  mitreNotice,
  type Reference,
  tacticName,
} from '../../pipeline/model/reference.js'

type Past = Partial<NonNullable<AttackTechnique['before']>>
type Present = Partial<NonNullable<AttackTechnique['today']>>

/** A technique in both versions; give only what the test is about. By default it is active and unchanged. */
export function attackTechnique(
  id: string,
  today: Present | null = {},
  before: Past | null = {},
): AttackTechnique {
  const unchanged = { name: 'Web Protocols', status: 'active' as const, tactics: ['command-and-control'] }
  const whole = today === null ? null : { ...unchanged, revokedBy: null, current: id, ...today }
  return { id, today: whole, before: before === null ? null : { ...unchanged, ...before } }
}

export function countermeasure(name: string, more: Partial<D3fendTechnique> = {}): D3fendTechnique {
  const id = `D3-${name.replace(/[^A-Z]/g, '')}`
  const slug = name.replaceAll(' ', '')
  return { id, name, slug, tactic: null, deprecated: false, synonyms: [], ...more }
}

const tacticsBefore = ['command-and-control', 'defense-evasion', 'execution', 'impact']
const tacticsToday = ['command-and-control', 'defense-impairment', 'execution', 'impact', 'stealth']

/** A reference of these techniques and countermeasures, between whose versions Defense Evasion was given up. */
export function referenceOf(
  techniques: AttackTechnique[] = [attackTechnique('T1071.001')],
  countermeasures: D3fendTechnique[] = [],
): Reference {
  const source = { file: 'made-up.csv', form: 'table' as const, sha256: '00' }
  const named = (shortName: string) => ({ shortName, name: tacticName(shortName) })
  return {
    attack: {
      notice: mitreNotice,
      version: '19.1',
      date: null,
      source,
      pagesVersion: '10.1',
      pagesSource: source,
      tactics: tacticsToday.map(named),
      pagesTactics: tacticsBefore.map(named),
      techniques,
    },
    d3fend: { notice: mitreNotice, version: '1.2.0', date: null, source, techniques: countermeasures },
    sha256: { attack: 'aa', d3fend: 'dd' },
    bytes: { attack: 1, d3fend: 1 },
  }
}
