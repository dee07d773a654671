import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PackedSeries, seriesOf } from '../../pipeline/model/series.js'

function packed<Item>(items: Iterable<Item>): PackedSeries<Item> {
  const series = PackedSeries.empty<Item>()
  for (const item of items) series.add(item)
  return series
}

describe('a packed series', () => {
  it('gives back what went in, each time it is gone through', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue({ noUnicodeString: false })), (items) => {
        const series = packed(items)
        const asJson = JSON.parse(JSON.stringify(items)) as unknown
        expect([...series]).toEqual(asJson)
        expect([...series]).toEqual(asJson)
        expect(series.length).toBe(items.length)
      }),
    )
  })

  it.each(['\uFEFFmarked', 'half \uD800 a pair', '\u2028', '\0'])('keeps %j', (text) => {
    expect([...packed([text])]).toEqual([text])
  })

  it('keeps what comes after the first megabytes, and its place', () => {
    const text = (at: number) => `${at} ${'x'.repeat(1_000_000)}`
    const series = packed(Array.from({ length: 20 }, (_, at) => text(at)))
    const backwards = Array.from({ length: 20 }, (_, at) => 19 - at)
    expect([...series.inOrder(backwards)].map((each) => each === text(Number(each.split(' ')[0])))).toEqual(
      Array.from({ length: 20 }, () => true),
    )
    expect([...series.inOrder(backwards)].map((each) => each.split(' ')[0])).toEqual(backwards.map(String))
  })
})

it('a part of a series is as long as it says, and can be gone through again', () => {
  const odd = seriesOf([1, 2, 3, 4, 5], (each) => each % 2 === 1)
  expect([odd.length, [...odd], [...odd]]).toEqual([3, [1, 3, 5], [1, 3, 5]])
})
