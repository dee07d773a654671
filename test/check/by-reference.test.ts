import { describe, expect, it } from 'vitest'
import { byReference } from '../../pipeline/check/by-reference/index.js'
import { attackTechnique, countermeasure, referenceOf } from '../support/reference.js'

const revoked = (current: string | null) => ({ status: 'revoked' as const, revokedBy: current, current })
const judge = byReference(
  referenceOf(
    [
      attackTechnique('T1059'),
      attackTechnique('T1059.001'),
      attackTechnique('T1059.003', { status: 'deprecated' }),
      attackTechnique('T1060', { ...revoked('T1547.001'), revokedBy: 'T1999' }),
      attackTechnique('T1061', { ...revoked(null), revokedBy: 'T1999' }),
      attackTechnique('T1062', { name: 'New Name' }),
      attackTechnique('T1063', null),
      attackTechnique('T1064', { name: 'web  protocols' }),
      attackTechnique('T1070'),
      attackTechnique('T1690'),
    ],
    [
      countermeasure('Account Locking', { synonyms: ['Lock Out', 'Shared', ''] }),
      countermeasure('File Analysis', { deprecated: true, synonyms: ['Shared'] }),
    ],
  ),
)
const attack = 'https://attack.mitre.org'
const d3fend = 'https://d3fend.mitre.org'

describe('what the reference tables say of an address', () => {
  it.each([
    [`${attack}/techniques/T1059`, 'alive', null],
    ['http://www.attack.mitre.org/techniques/T1059/', 'alive', null],
    [`${attack}/techniques/T1059/001`, 'alive', null],
    [`${attack}/techniques/T1059.001`, 'alive', null],
    [`${attack}/techniques/T1059/003`, 'alive', 'id-deprecated'],
    [`${attack}/techniques/T1061`, 'alive', 'id-revoked'],
    [`${attack}/techniques/T1062`, 'alive', 'id-renamed'],
    [`${attack}/techniques/T1064`, 'alive', null],
    [`${attack}/techniques/T1063`, 'dead', 'id-unknown'],
    [`${attack}/techniques/T1065`, 'dead', 'id-unknown'],
    [`${attack}/techniques/T1059/002`, 'dead', 'id-unknown'],
    [`${d3fend}/technique/d3f:AccountLocking`, 'alive', null],
    [`${d3fend}/techniques/D3-AL/`, 'alive', null],
    [`${d3fend}/technique/d3f:D3-AL`, 'alive', null],
    [`${d3fend}/technique/d3f%3AAccountLocking`, 'alive', null],
    [`${d3fend}/technique/D3-FA`, 'alive', 'id-deprecated'],
  ])('%s is %s, %s', (address, state, reason) => {
    expect(judge(address)).toMatchObject({
      state,
      reason,
      method: 'reference',
      confirmed: false,
      target: null,
    })
  })

  it.each([
    [`${attack}/techniques/T1060`, `${attack}/techniques/T1547/001`, 'high'],
    [`${attack}/techniques/T1060/`, `${attack}/techniques/T1547/001/`, 'high'],
    [`${d3fend}/technique/d3f:accountlocking`, `${d3fend}/technique/d3f:AccountLocking`, 'medium'],
    [`${d3fend}/technique/d3f:LockOut`, `${d3fend}/technique/d3f:AccountLocking`, 'medium'],
  ])('%s moved to %s', (address, target, certainty) => {
    expect(judge(address)).toMatchObject({ state: 'moved', target, certainty, evidence: 'reference' })
  })

  it.each([
    // Of the matrices that the table lacks: ICS, PRE and Mobile.
    `${attack}/techniques/T0800`,
    `${attack}/techniques/T1300`,
    `${attack}/techniques/T1406`,
    `${attack}/techniques/T1691`,
    `${attack}/techniques/T1059/004`,
    `${attack}/versions/v10/techniques/T1059/001/`,
    `${attack}/versions/v18/techniques/T1060`,
    `${attack}/tactics/TA0002`,
    `${attack}/software/S0001`,
    `${d3fend}/technique/d3f:Shared`,
    `${d3fend}/technique/d3f:Nothing`,
    `${d3fend}/technique/D3-XX`,
    `${d3fend}/technique/d3f:D3-XX`,
    'https://attack.mitre.org.example/techniques/T1059',
    'ftp://attack.mitre.org/techniques/T1059',
    'not an address',
  ])('nothing of %s', (address) => {
    expect(judge(address)).toBeNull()
  })
})
