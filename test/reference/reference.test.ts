import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Failure } from '../../pipeline/model/failure.js'
import { AttackReference, D3fendReference } from '../../pipeline/model/reference.js'
import {
  attackText,
  d3fendText,
  makeAttackReference,
  makeD3fendReference,
  type SourceFile,
} from '../../pipeline/reference/index.js'
import { readReference } from '../../pipeline/system/reference-files.js'
import { referenceOf } from '../support/reference.js'

const silent = { version: null, date: null }
const noPages = { file: null, said: silent, earlier: null }
const earlier = { ...noPages, earlier: referenceOf().attack }
const fileOf = (file: string, text: string): SourceFile => ({ file, bytes: new TextEncoder().encode(text) })
const json = (value: unknown) => fileOf('given.json', JSON.stringify(value))
const stix = (...objects: unknown[]) => json({ type: 'bundle', id: 'bundle--1', objects })

/** An attack-pattern as MITRE writes it; give only what the test is about. */
function pattern(id: string, more: Record<string, unknown> = {}) {
  return {
    type: 'attack-pattern',
    id: `attack-pattern--${id}`,
    name: `Name of ${id}`,
    external_references: [
      { source_name: 'capec', external_id: 'CAPEC-1' },
      { source_name: 'mitre-attack', external_id: id, url: 'https://attack.mitre.org/' },
    ],
    kill_chain_phases: [
      { kill_chain_name: 'mitre-attack', phase_name: 'stealth' },
      { kill_chain_name: 'elsewhere', phase_name: 'no-tactic-of-ours' },
    ],
    ...more,
  }
}
const revokedBy = (from: string, to: string, more = {}) => ({
  type: 'relationship',
  id: `relationship--${from}-${to}`,
  relationship_type: 'revoked-by',
  source_ref: `attack-pattern--${from}`,
  target_ref: `attack-pattern--${to}`,
  ...more,
})
const collection = {
  type: 'x-mitre-collection',
  id: 'x-mitre-collection--1',
  x_mitre_version: '20.0',
  modified: '2026-10-28T14:00:00.188Z',
}
const todayOf = ({ techniques }: AttackReference, id: string) =>
  techniques.find((each) => each.id === id)?.today

describe('ATT&CK of a STIX bundle', () => {
  it('has names, tactics, status, and both ends of the chain of successors', () => {
    const made = makeAttackReference(
      stix(
        collection,
        pattern('T1001'),
        pattern('T1002', { revoked: true }),
        pattern('T1003', { revoked: true }),
        pattern('T1004', { x_mitre_deprecated: true }),
        revokedBy('T1003', 'T1002'),
        revokedBy('T1002', 'T1001'),
        revokedBy('T1002', 'T1004', { revoked: true }),
        { type: 'malware', id: 'malware--1', name: 'not looked at' },
      ),
      silent,
      earlier,
    )
    expect(AttackReference.parse(made)).toMatchObject({ version: '20.0', date: '2026-10-28' })
    const common = { tactics: ['stealth'] }
    expect(todayOf(made, 'T1001')).toEqual({
      ...common,
      name: 'Name of T1001',
      status: 'active',
      revokedBy: null,
      current: 'T1001',
    })
    expect(todayOf(made, 'T1003')).toMatchObject({ status: 'revoked', revokedBy: 'T1002', current: 'T1001' })
    expect(todayOf(made, 'T1004')).toMatchObject({ status: 'deprecated', revokedBy: null, current: null })
  })

  it('takes the version of the pages over from the tables before', () => {
    const made = makeAttackReference(stix(collection, pattern('T1001')), silent, earlier)
    expect(made).toMatchObject({ pagesVersion: '10.1', pagesSource: { file: 'made-up.csv' } })
    expect(made.techniques).toMatchObject([
      { id: 'T1001', before: null },
      { id: 'T1071.001', today: null, before: { name: 'Web Protocols', status: 'active' } },
    ])
  })

  it('takes the version of the pages from a bundle of its own', () => {
    const pages = {
      ...noPages,
      file: stix(pattern('T1001', { name: 'Before' })),
      said: { version: '9.0', date: null },
    }
    const made = makeAttackReference(stix(collection, pattern('T1001')), silent, pages)
    expect(made.pagesVersion).toBe('9.0')
    expect(made.techniques).toMatchObject([{ today: { name: 'Name of T1001' }, before: { name: 'Before' } }])
  })

  it('has the tactics of the bundle, and those in use where it lists none', () => {
    const tactic = { type: 'x-mitre-tactic', id: 't', name: 'C2', x_mitre_shortname: 'command-and-control' }
    const gone = { ...tactic, x_mitre_shortname: 'gone', x_mitre_deprecated: true }
    const listed = makeAttackReference(stix(collection, pattern('T1001'), tactic, gone), silent, earlier)
    expect(listed.tactics).toEqual([{ shortName: 'command-and-control', name: 'C2' }])
    const inUse = makeAttackReference(stix(collection, pattern('T1001')), silent, earlier)
    expect(inUse.tactics).toEqual([{ shortName: 'stealth', name: 'Stealth' }])
  })

  it('gives an id that was used twice to the active technique, in any order', () => {
    const old = pattern('T1001', { id: 'attack-pattern--old', name: 'Old', revoked: true })
    const young = pattern('T1001', { id: 'attack-pattern--new', name: 'New' })
    for (const objects of [
      [old, young],
      [young, old],
    ]) {
      const made = makeAttackReference(stix(collection, ...objects), silent, earlier)
      expect(todayOf(made, 'T1001')).toMatchObject({ name: 'New', status: 'active' })
    }
  })

  it('ends a circle of successors at nothing', () => {
    const circle = [pattern('T1001', { revoked: true }), pattern('T1002', { revoked: true })]
    const relations = [revokedBy('T1001', 'T1002'), revokedBy('T1002', 'T1001')]
    const made = makeAttackReference(stix(collection, ...circle, ...relations), silent, earlier)
    expect(todayOf(made, 'T1001')).toMatchObject({ revokedBy: 'T1002', current: null })
  })

  it('leaves other domains out', () => {
    const mobile = pattern('T1401', { x_mitre_domains: ['mobile-attack'] })
    const made = makeAttackReference(stix(collection, pattern('T1001'), mobile), silent, earlier)
    expect(todayOf(made, 'T1401')).toBeUndefined()
  })
})

const table = [
  'id,name,tactics,revoked,deprecated,revoked_by,version,name_v10_1,tactics_v10_1,status_v10_1',
  'T1001,"One, with a comma",execution; stealth,false,false,,19.1,One,defense-evasion,active',
  'T1002,Two,execution,true,false,T1001,19.1,Two,execution,active',
  'T1003,Three,impact,false,false,,19.1,,,',
].join('\r\n')

describe('ATT&CK of a table', () => {
  it('holds two versions', () => {
    const made = makeAttackReference(
      fileOf('t.csv', `\uFEFF${table}`),
      { version: null, date: '2026-05' },
      noPages,
    )
    expect(made).toMatchObject({ version: '19.1', date: '2026-05', pagesVersion: '10.1' })
    expect(made.techniques).toMatchObject([
      {
        id: 'T1001',
        today: { name: 'One, with a comma', tactics: ['execution', 'stealth'] },
        before: { name: 'One' },
      },
      { id: 'T1002', today: { status: 'revoked', current: 'T1001' }, before: { status: 'active' } },
      { id: 'T1003', before: null },
    ])
    expect(made.pagesTactics.map(({ shortName }) => shortName)).toEqual(['defense-evasion', 'execution'])
  })
})

describe('D3FEND', () => {
  const official = [
    'ID,D3FEND Tactic,D3FEND Technique,D3FEND Technique Level 0,D3FEND Technique Level 1,Definition',
    'D3-MA,Harden,Message Hardening,,,',
    'D3-MAN,Harden,,Message Authentication,,"Words, and ""more"""',
    'D3-TAAN,Harden,,,Transfer Agent Authentication,Words',
    ',Harden,A heading,,,',
  ].join('\n')

  it('of the official CSV has the label of every depth', () => {
    const made = makeD3fendReference(fileOf('d3fend.csv', official), { version: '1.4.0', date: null })
    expect(D3fendReference.parse(made)).toMatchObject({ version: '1.4.0', source: { form: 'd3fend-csv' } })
    expect(made.techniques.map(({ id, slug, tactic }) => [id, slug, tactic])).toEqual([
      ['D3-MA', 'MessageHardening', 'Harden'],
      ['D3-MAN', 'MessageAuthentication', 'Harden'],
      ['D3-TAAN', 'TransferAgentAuthentication', 'Harden'],
    ])
  })

  it('of JSON-LD has slugs, synonyms, the tactic of the nearest above, and the ontology’s version', () => {
    const graph = [
      {
        '@id': 'http://d3fend.mitre.org/ontologies/d3fend.owl',
        '@type': 'owl:Ontology',
        'owl:versionInfo': '1.3.0',
      },
      { '@id': 'd3f:Isolating', 'd3f:enables': { '@id': 'd3f:Isolate' }, 'rdfs:label': 'Isolating' },
      {
        '@id': 'd3f:SystemCallFiltering',
        'd3f:d3fend-id': 'D3-SCF',
        'rdfs:label': { '@value': 'System Call Filtering', '@language': 'en' },
        'rdfs:subClassOf': [{ '@id': '_:b1' }, { '@id': 'd3f:Isolating' }],
        'd3f:synonym': ['System Call Mediation', 'Mandatory Access Control'],
      },
      { '@id': 'd3f:Old', 'd3f:d3fend-id': 'D3-OLD', 'rdfs:label': 'Old', 'owl:deprecated': true },
      { '@id': 'd3f:SomeArtifact', 'd3f:d3fend-id': 'D3A-XY', 'rdfs:label': 'no countermeasure' },
    ]
    const made = makeD3fendReference(json({ '@graph': graph }), silent)
    expect(made).toMatchObject({ version: '1.3.0', source: { form: 'd3fend-json' } })
    expect(made.techniques).toEqual([
      { id: 'D3-OLD', name: 'Old', slug: 'Old', tactic: null, deprecated: true, synonyms: [] },
      {
        id: 'D3-SCF',
        name: 'System Call Filtering',
        slug: 'SystemCallFiltering',
        tactic: 'Isolate',
        deprecated: false,
        synonyms: ['Mandatory Access Control', 'System Call Mediation'],
      },
    ])
  })

  it.each([
    ['does not say its version', fileOf('d3fend.csv', official)],
    ['is of another form', fileOf('x.csv', 'a,b\n1,2\n')],
    ['has no countermeasure', json({ '@graph': [] })],
    ['holds one twice', fileOf('x.csv', `${official}\nD3-MA,Harden,Again,,,`)],
  ])('of a file that %s is refused', (_, file) => {
    expect(() => makeD3fendReference(file, silent)).toThrow(Failure)
  })
})

describe('ATT&CK of a file', () => {
  it.each([
    ['that is no text', { file: 'x', bytes: new Uint8Array([0xff, 0xfe, 0x41]) }],
    ['that is no JSON', fileOf('x.json', '{"type": ')],
    ['that is no bundle', json({ type: 'indicator' })],
    ['without techniques', stix(collection)],
    ['without a version', stix(pattern('T1001'))],
    ['with a technique without a name', stix(collection, pattern('T1001', { name: undefined }))],
    ['without the columns', fileOf('x.csv', 'id,name\nT1001,One\n')],
    ['with a row cut short', fileOf('x.csv', `${table}\nT1004,Four`)],
    ['with an id twice', fileOf('x.csv', `${table}\nT1003,Three,impact,false,false,,19.1,,,`)],
    ['with an unknown status', fileOf('x.csv', table.replace(',active', ',actve'))],
  ])('%s is refused', (_, file) => {
    expect(() => makeAttackReference(file, silent, earlier)).toThrow(Failure)
  })

  it('without a version of the pages is refused where there is none from before', () => {
    expect(() => makeAttackReference(stix(collection, pattern('T1001')), silent, noPages)).toThrow(Failure)
  })
})

describe('the tables of this package', () => {
  it('fit their schemas and are written as this version writes them', async () => {
    const { attack, d3fend } = await readReference(null)
    expect(attackText(attack)).toBe(readFileSync('data/reference/attack.json', 'utf8'))
    expect(d3fendText(d3fend)).toBe(readFileSync('data/reference/d3fend.json', 'utf8'))
  })

  it('lead every chain of successors to an active technique', async () => {
    const { attack } = await readReference(null)
    const today = new Map(attack.techniques.map(({ id, today: now }) => [id, now]))
    const revoked = attack.techniques.filter(({ today: now }) => now?.status === 'revoked')
    expect(revoked.length).toBeGreaterThan(100)
    for (const { id, today: now } of revoked) expect(today.get(now?.current ?? '')?.status, id).toBe('active')
  })
})
