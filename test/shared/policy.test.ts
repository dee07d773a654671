import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { assess } from '../../pipeline/assess/index.js'
import { policySources, policyVolume, validationPotential } from '../../pipeline/assess/policy/cvc-2022.js'
import { extract } from '../../pipeline/extract/index.js'
import { normalize } from '../../pipeline/normalize/index.js'
import { readOutside } from '../../pipeline/reconcile/index.js'
import { readWholeCorpus } from '../../pipeline/system/corpus-folder.js'
import { readReference } from '../../pipeline/system/reference-files.js'
import { assessSettings } from '../support/assess-settings.js'
import { linksOf } from '../support/links.js'
import { describeShared, shared } from '../support/shared.js'

type Row = Record<string, string | number | null>

function cellOf(row: Row, column: string): number {
  const cell = row[column] ?? 0
  if (typeof cell !== 'number') throw new Error(`${row.techID} ${column} is no number`)
  return cell
}

describeShared('the rules of cvc-2022', () => {
  const rows = () => JSON.parse(readFileSync(`${shared}/corpus/2022-08-10.cvc.json`, 'utf8')) as Row[]

  it('give the policy volume of every technique as the site stored it', () => {
    const differing = rows().filter((row) => {
      const [mitigations = 0, nist = 0, d3fend = 0, engage = 0, cis = 0] = policySources.map((source) =>
        cellOf(row, source),
      )
      return policyVolume({ mitigations, nist, d3fend, engage, cis }) !== cellOf(row, 'policy_process_volume')
    })
    expect(rows()).toHaveLength(578)
    expect(differing.map(({ techID }) => techID)).toEqual([])
  })

  it('give the same of the pages’ own counts of D3FEND, with the others from the outside table', async () => {
    const { files, ...corpus } = await readWholeCorpus(`${shared}/corpus/2022-08-10`)
    const records = extract(files, corpus)
    const model = normalize(records)
    const facts = { records, model, links: linksOf({}), reference: await readReference(null) }
    const bytes = readFileSync(`${shared}/corpus/2022-08-10.cvc.json`)
    const outside = readOutside({ name: '2022-08-10.cvc.json', bytes }, [])
    const { report } = assess({ ...facts, outside }, { ...assessSettings, policy: 'cvc-2022' })
    const scored = report.policy.rows.filter(({ column }) => column === 'policy_process_volume')
    const stored = rows().map((row) => [row.techID, cellOf(row, 'policy_process_volume')])
    expect(scored.map(({ techniqueId, value }) => [techniqueId, value])).toEqual(stored)
  })

  it('give the validation potential of all but the four that the site did not compute again', () => {
    const differing = rows().filter(
      (row) =>
        validationPotential(cellOf(row, 'detect_volume'), cellOf(row, 'test_volume')) !==
        cellOf(row, 'validate_potential'),
    )
    expect(differing.map(({ techID }) => techID)).toEqual([
      'T1078.004',
      'T1090.003',
      'T1546.015',
      'T1557.001',
    ])
  })
})
