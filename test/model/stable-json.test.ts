import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type JsonField, jsonPieces, stableJson } from '../../pipeline/model/stable-json.js'

async function textOf(fields: Iterable<[string, JsonField]>): Promise<string> {
  const pieces: Uint8Array[] = []
  for await (const piece of jsonPieces(fields)) pieces.push(piece)
  return new TextDecoder().decode(Buffer.concat(pieces))
}

async function* oneByOne(items: readonly unknown[]): AsyncGenerator<unknown> {
  yield* items
}

it.each([
  ['that come one by one', oneByOne],
  ['that are at hand', (items: readonly unknown[]) => items],
])('is the same text piece by piece as at once, of items %s', async (_, asItems) => {
  const objects = fc.dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true })
  await fc.assert(
    fc.asyncProperty(objects, async (object) => {
      const fields = Object.entries(object).map(([name, value]): [string, JsonField] => [
        name,
        Array.isArray(value) ? { items: asItems(value) } : { value },
      ])
      expect(await textOf(fields)).toBe(stableJson(object))
    }),
  )
})

it('comes in pieces, however long a list is', async () => {
  const items = Array.from({ length: 5_000 }, (_, index) => ({ index, text: 'x'.repeat(40) }))
  expect(await textOf([['items', { items }]])).toBe(stableJson({ items }))
  const sizes: number[] = []
  for await (const piece of jsonPieces([['items', { items }]])) sizes.push(piece.length)
  expect(sizes.length).toBeGreaterThan(3)
  expect(Math.max(...sizes)).toBeLessThan(70_000)
})
