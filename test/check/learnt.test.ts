import { describe, expect, it } from 'vitest'
import { type Learnt, sharingWithLast } from '../../pipeline/check/learnt.js'
import { type Verdict, verdict } from '../../pipeline/check/verdict.js'
import { rememberedLink } from '../support/links.js'

const at = '2026-03-10T12:00:00.000Z'
const alive = (known: Partial<Verdict> = {}) =>
  verdict('alive', null, { method: 'http', status: 200, ...known })
const learntOf = (found: Verdict, kept: Learnt['kept'] = { at, before: null }): Learnt => ({ found, kept })

describe('what was learnt of one link after the other', () => {
  it('is held once where it is the same', () => {
    const shared = sharingWithLast()
    const first = shared(learntOf(alive()))
    expect(shared(learntOf(alive()))).toBe(first)
  })

  it('holds the verdict once where only the moment differs', () => {
    const shared = sharingWithLast()
    const first = shared(learntOf(alive()))
    const later = { at: '2026-03-10T12:00:00.001Z', before: null }
    const second = shared(learntOf(alive(), later))
    expect(second).toEqual(learntOf(alive(), later))
    expect(second.found).toBe(first.found)
  })

  const before = new Map([['https://a.example/', rememberedLink('https://a.example/')]])
  const validator = { address: 'https://a.example/', etag: '"1"', lastModified: null }
  it.each([
    ['another state', learntOf(verdict('dead', 'http-404'))],
    ['one field more', learntOf(alive({ validator }))],
    ['an earlier memory of its own', learntOf(alive(), { at, before })],
    ['nothing kept', learntOf(alive(), null)],
  ])('is never taken for what differs: %s', (_, different) => {
    const shared = sharingWithLast()
    shared(learntOf(alive()))
    expect(shared(different)).toEqual(different)
    expect(shared(learntOf(alive()))).toEqual(learntOf(alive()))
  })
})
