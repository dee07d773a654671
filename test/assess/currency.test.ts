import { describe, expect, it } from 'vitest'
import { assess } from '../../pipeline/assess/index.js'
import type { CorpusFile } from '../../pipeline/model/ports.js'
import type { Reference } from '../../pipeline/model/reference.js'
import { Report } from '../../pipeline/model/report.js'
import { assessSettings as settings } from '../support/assess-settings.js'
import { linksOf } from '../support/links.js'
import { fileOf, mappingText, type PageText, pageText, read } from '../support/page.js'
import { attackTechnique, countermeasure, referenceOf } from '../support/reference.js'

const codes = /^(technique-|tactics-changed|countermeasure-)/

const page = (given: PageText = {}) => fileOf(`${given.id ?? 'T1071.001'}.md`, pageText(given))

/** What the reference makes of the pages: findings, the report's rows and its summary. */
function judged(reference: Reference, ...files: CorpusFile[]) {
  const result = assess({ ...read(...files), links: linksOf({}), reference }, settings)
  const report = Report.parse(result.report)
  const findings = result.findings.findings.filter(({ code }) => codes.test(code))
  return { findings, summary: report.reference, techniques: report.techniques }
}

describe('a technique', () => {
  it('that stands as its page says has no finding', () => {
    const { findings, techniques } = judged(referenceOf(), page())
    expect(findings).toEqual([])
    expect(techniques[0]?.attack).toEqual({
      status: 'active',
      name: 'Web Protocols',
      renamed: false,
      tactics: ['Command and Control'],
      successor: null,
      successorName: null,
    })
  })

  it('that was revoked is found with the end of its chain of successors', () => {
    const reference = referenceOf([
      attackTechnique('T1071.001', { status: 'revoked', revokedBy: 'T1072', current: 'T1073' }),
      attackTechnique('T1072', { status: 'revoked', revokedBy: 'T1073', current: 'T1073' }),
      attackTechnique('T1073', { name: 'The last' }),
    ])
    const { findings, summary, techniques } = judged(
      reference,
      page({ name: 'Old words', tactics: 'Impact' }),
    )
    expect(findings).toMatchObject([
      {
        code: 'technique-revoked',
        techniqueId: 'T1071.001',
        place: { file: 'T1071.001.md', line: 1 },
        facts: { successor: 'T1073', successorName: 'The last', directSuccessor: 'T1072', version: '19.1' },
      },
    ])
    expect(summary).toMatchObject({ revoked: 1, renamed: 0, tacticsChanged: 0 })
    expect(techniques[0]?.attack).toMatchObject({ status: 'revoked', successor: 'T1073' })
  })

  it('that was revoked without an active successor has none', () => {
    const reference = referenceOf([
      attackTechnique('T1071.001', { status: 'revoked', revokedBy: 'T1072', current: null }),
    ])
    expect(judged(reference, page()).findings).toMatchObject([
      { code: 'technique-revoked', facts: { successor: null, directSuccessor: 'T1072' } },
    ])
  })

  it('that was deprecated is found, whatever else changed', () => {
    const reference = referenceOf([attackTechnique('T1071.001', { status: 'deprecated', name: 'Other' })])
    const { findings, summary } = judged(reference, page())
    expect(findings).toMatchObject([{ code: 'technique-deprecated' }])
    expect(summary).toMatchObject({ deprecated: 1, renamed: 0 })
  })

  it('that has another name today is found with the name it had', () => {
    const reference = referenceOf([attackTechnique('T1071.001', { name: 'Web Traffic' })])
    const { findings, summary, techniques } = judged(reference, page())
    expect(findings).toMatchObject([
      {
        code: 'technique-renamed',
        severity: 'note',
        facts: { name: 'Web Protocols', current: 'Web Traffic', before: 'Web Protocols' },
      },
    ])
    expect(summary.renamed).toBe(1)
    expect(techniques[0]?.attack).toMatchObject({ status: 'active', name: 'Web Traffic', renamed: true })
  })

  it.each([
    ['letter case', 'Web protocols'],
    ['spaces', 'Web  Protocols'],
    ['the parent before it', 'Application Layer Protocol: Web Protocols'],
  ])('that differs by %s is not renamed', (_, name) => {
    const parent = attackTechnique('T1071', { name: 'Application Layer Protocol' })
    const reference = referenceOf([parent, attackTechnique('T1071.001')])
    expect(judged(reference, page({ name })).findings).toEqual([])
  })

  it('whose broken name was repaired is not renamed', () => {
    const reference = referenceOf([attackTechnique('T1055.013', { name: 'Process Doppelgänging' })])
    const broken = page({ id: 'T1055.013', name: 'Process DoppelgÃ¤nging' })
    expect(judged(reference, broken).findings).toEqual([])
    const other = page({ id: 'T1055.013', name: 'Process Doppelganging' })
    expect(judged(reference, other).findings).toMatchObject([{ code: 'technique-renamed' }])
  })

  it.each([
    ['in no version', referenceOf([]), null],
    ['gone today', referenceOf([attackTechnique('T1071.001', null)]), 'Web Protocols'],
  ])('that is %s is unknown', (_, reference, before) => {
    const { findings, summary, techniques } = judged(reference, page())
    expect(findings).toMatchObject([{ code: 'technique-unknown', facts: { before, version: '19.1' } }])
    expect(summary.unknown).toBe(1)
    expect(techniques[0]?.attack).toMatchObject({ status: 'unknown', name: null })
  })

  it('without an id is no second finding', () => {
    const text = pageText({ detection: mappingText() }).replaceAll(/T1071(?:.001: )?/g, '')
    const { findings, summary } = judged(referenceOf(), fileOf('notes.md', text))
    expect(findings).toEqual([])
    expect(summary.unknown).toBe(1)
  })
})

describe('tactics', () => {
  const today = (id: string, ...tactics: string[]) => attackTechnique(id, { tactics })
  const evasion = (id: string, tactics = 'Defense Evasion') => page({ id, tactics })

  it('of a new name are said once for the corpus', () => {
    const reference = referenceOf([
      today('T1001', 'stealth'),
      today('T1002', 'defense-impairment'),
      today('T1003', 'execution', 'stealth'),
    ])
    const pages = [evasion('T1001'), evasion('T1002'), evasion('T1003', 'Execution, Defense Evasion')]
    const { findings, summary } = judged(reference, ...pages)
    expect(findings).toMatchObject([
      {
        code: 'tactics-changed',
        place: null,
        techniqueId: null,
        facts: { removed: ['Defense Evasion'], added: ['Defense Impairment', 'Stealth'], techniques: 3 },
      },
    ])
    expect(summary).toMatchObject({ tacticsChanged: 3, tacticsRenamed: 3 })
  })

  it.each([
    ['a tactic went and none came', 'Execution, Defense Evasion', ['execution'], ['Defense Evasion'], []],
    ['one came', 'Execution', ['execution', 'stealth'], [], ['Stealth']],
    [
      'one went for one that had been there',
      'Defense Evasion',
      ['execution'],
      ['Defense Evasion'],
      ['Execution'],
    ],
    ['one went that still is', 'Impact', ['stealth'], ['Impact'], ['Stealth']],
    ['two came', 'Defense Evasion', ['execution', 'stealth'], ['Defense Evasion'], ['Execution', 'Stealth']],
  ])('are said for the technique where %s', (_, written, now, removed, added) => {
    const { findings, summary } = judged(referenceOf([today('T1001', ...now)]), evasion('T1001', written))
    expect(findings).toMatchObject([
      {
        code: 'tactics-changed',
        place: { file: 'T1001.md', line: 2 },
        techniqueId: 'T1001',
        facts: { removed, added, techniques: null },
      },
    ])
    expect(summary).toMatchObject({ tacticsChanged: 1, tacticsRenamed: 0 })
  })

  it('in another order or letter case have not changed', () => {
    const reference = referenceOf([today('T1001', 'execution', 'command-and-control')])
    expect(judged(reference, evasion('T1001', 'Command And Control, execution')).findings).toEqual([])
  })

  it('that a page lacks are not held against today', () => {
    const text = pageText({ id: 'T1001' }).replace('Command and Control', '')
    expect(judged(referenceOf([today('T1001', 'stealth')]), fileOf('T1001.md', text)).findings).toEqual([])
  })
})

describe('a countermeasure', () => {
  const address = 'https://d3fend.mitre.org/technique/d3f:'
  const policy = (label: string, url: string) =>
    page({
      policy: mappingText({
        heading: '[MITRE D3FEND](https://d3fend.mitre.org/)',
        rows: `* [${label}](${url})`,
      }),
    })
  const reference = referenceOf(undefined, [
    countermeasure('Account Locking'),
    countermeasure('System Call Filtering', { synonyms: ['Mandatory Access Control'] }),
    countermeasure('Kernel Guard', { slug: 'KernelGuarding' }),
  ])

  it.each([
    ['as it is today', 'Account Locking', `${address}AccountLocking`],
    ['at its old address', 'account locking', 'https://d3fend.mitre.org/techniques/d3f:AccountLocking/'],
    ['by its id', 'D3-AL', `${address}AccountLocking`],
    ['by an address for a label', `${address}AccountLocking`, `${address}AccountLocking`],
    ['elsewhere than at D3FEND', 'Whatever', 'https://example.org/technique/d3f:Whatever'],
  ])('%s has no finding', (_, label, url) => {
    expect(judged(reference, policy(label, url)).findings).toEqual([])
  })

  it.each([
    ['label', 'Locking of Accounts', 'AccountLocking', 'Account Locking', 'AccountLocking'],
    ['address', 'Kernel Guard', 'KernelGuard', 'Kernel Guard', 'KernelGuarding'],
    [
      'label and address',
      'Mandatory Access Control',
      'MandatoryAccessControl',
      'System Call Filtering',
      'SystemCallFiltering',
    ],
  ])('of another %s today is found with it', (_, label, slug, current, currentSlug) => {
    const { findings, summary } = judged(reference, policy(label, `${address}${slug}`))
    expect(findings).toMatchObject([
      {
        code: 'countermeasure-renamed',
        techniqueId: 'T1071.001',
        place: { file: 'T1071.001.md' },
        facts: { label, current, currentUrl: `${address}${currentSlug}`, version: '1.2.0' },
      },
    ])
    expect(summary).toMatchObject({ countermeasuresRenamed: 1, countermeasuresUnknown: 0 })
  })

  it('that D3FEND does not have is unknown', () => {
    const { findings, summary } = judged(reference, policy('Nothing Such', `${address}NothingSuch`))
    expect(findings).toMatchObject([{ code: 'countermeasure-unknown', facts: { label: 'Nothing Such' } }])
    expect(summary).toMatchObject({ countermeasuresRenamed: 0, countermeasuresUnknown: 1 })
  })
})

it('the report names the editions that it judged by', () => {
  expect(judged(referenceOf(), page()).summary).toMatchObject({
    attackVersion: '19.1',
    attackPagesVersion: '10.1',
    attackSha256: 'aa',
    d3fendVersion: '1.2.0',
    d3fendSha256: 'dd',
  })
})
