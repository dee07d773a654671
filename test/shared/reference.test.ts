import { readFileSync } from 'node:fs'
import Papa from 'papaparse'
import { expect, it } from 'vitest'
import { assess } from '../../pipeline/assess/index.js'
import { extract } from '../../pipeline/extract/index.js'
import { groupBy } from '../../pipeline/model/group-by.js'
import { normalize } from '../../pipeline/normalize/index.js'
import {
  attackText,
  d3fendText,
  makeAttackReference,
  makeD3fendReference,
} from '../../pipeline/reference/index.js'
import { readWholeCorpus } from '../../pipeline/system/corpus-folder.js'
import { readReference } from '../../pipeline/system/reference-files.js'
import { assessSettings as settings } from '../support/assess-settings.js'
import { linksOf } from '../support/links.js'
import { describeShared, shared } from '../support/shared.js'

async function judged(date: string) {
  const { files, ...corpus } = await readWholeCorpus(`${shared}/corpus/${date}`)
  const records = extract(files, corpus)
  const facts = {
    records,
    model: normalize(records),
    links: linksOf({}),
    reference: await readReference(null),
  }
  const { report, findings } = assess(facts, settings)
  return { report, byCode: groupBy(findings.findings, ({ code }) => code) }
}

const sourceFile = (file: string) => ({ file, bytes: readFileSync(`${shared}/reference/${file}`) })
const rowsOf = (file: string) =>
  Papa.parse<Record<string, string>>(readFileSync(`${shared}/reference/${file}`, 'utf8'), {
    header: true,
    skipEmptyLines: true,
  }).data

describeShared('the shared reference', () => {
  it('is what the tables of this package were made of', async () => {
    const own = await readReference(null)
    const pages = { file: null, said: { version: null, date: null }, earlier: null }
    const attack = makeAttackReference(
      sourceFile('attack-techniques.csv'),
      { version: null, date: '2026-05' },
      pages,
    )
    const d3fend = makeD3fendReference(sourceFile('d3fend-techniques.csv'), {
      version: null,
      date: '2025-08',
    })
    expect(attackText(attack)).toBe(attackText(own.attack))
    expect(d3fendText(d3fend)).toBe(d3fendText(own.d3fend))
  })

  it('names the same end for every chain of successors', async () => {
    const { attack } = await readReference(null)
    const current = new Map(attack.techniques.map(({ id, today }) => [id, today?.current ?? '']))
    const rows = rowsOf('attack-techniques.csv')
    expect(rows.length).toBe(858)
    expect(rows.filter(({ id = '', current_id: end }) => current.get(id) !== end)).toEqual([])
  })

  it.each(['2022-04-28', '2022-08-10'])('finds what became of the techniques of %s', async (date) => {
    const { report, byCode } = await judged(date)
    const count = (code: Parameters<typeof byCode.get>[0]) => byCode.get(code)?.length ?? 0
    expect(count('technique-revoked')).toBe(15)
    expect(count('technique-deprecated')).toBe(12)
    expect(count('technique-renamed')).toBe(27)
    expect(count('technique-unknown')).toBe(0)
    expect(count('tactics-changed')).toBe(32)
    const whole = byCode.get('tactics-changed')?.filter(({ place }) => place === null)
    expect(whole).toMatchObject([
      { facts: { removed: ['Defense Evasion'], added: ['Defense Impairment', 'Stealth'], techniques: 125 } },
    ])
    expect(report.reference).toMatchObject({
      attackVersion: '19.1',
      attackPagesVersion: '10.1',
      revoked: 15,
      deprecated: 12,
      renamed: 27,
      unknown: 0,
      tacticsChanged: 156,
      tacticsRenamed: 125,
    })
  })

  it('has every countermeasure of the pages as it counts them, but for one that is gone', async () => {
    const { report, byCode } = await judged('2022-08-10')
    expect(byCode.get('countermeasure-renamed') ?? []).toEqual([])
    const unknown = byCode.get('countermeasure-unknown') ?? []
    expect(new Set(unknown.map(({ facts }) => facts.label))).toEqual(new Set(['Mandatory Access Control']))
    expect(unknown.length).toBe(10)
    const counted = rowsOf('d3fend-techniques.csv').reduce((sum, row) => sum + Number(row.used_on_pages), 0)
    expect(report.resources.filter(({ source }) => source === 'd3fend').length).toBe(counted + unknown.length)
  })
})
