import fc from 'fast-check'
import { expect, it } from 'vitest'
import { firstWhere } from '../../pipeline/model/first-where.js'

it('finds what findIndex finds, where all that follows holds too', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20)), fc.nat(21), (numbers, least) => {
      const sorted = numbers.sort((a, b) => a - b)
      const found = sorted.findIndex((each) => each >= least)
      expect(firstWhere(sorted, (each) => each >= least)).toBe(found === -1 ? sorted.length : found)
    }),
  )
})
