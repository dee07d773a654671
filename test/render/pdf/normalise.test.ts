import { expect, test } from 'vitest'
import { normalisePdf } from '../../../pipeline/render/pdf/normalise.js'

const pdf = (date: string, first: number) =>
  new TextEncoder().encode(
    `%PDF-1.4\n1 0 obj\n<</Title (x)\n/CreationDate (D:${date}+00'00')\n/ModDate (D:${date}+00'00')>>\nendobj\n` +
      `2 0 obj\n<</ID (node${String(first).padStart(8, '0')}) /Headers [(node${String(first + 1).padStart(8, '0')}) (node${String(first).padStart(8, '0')})] /T (node12)>>\nendobj\n`,
  )
const createdAt = new Date('2026-11-24T18:11:00Z')
const text = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes)

test('prints that differ by clock and node numbers become the same, and no byte longer', () => {
  const [a, b] = [pdf('20261124181131', 57), pdf('20271231235959', 1234)]
  const normal = normalisePdf(a, createdAt)
  expect(text(normal)).toBe(text(normalisePdf(b, createdAt)))
  expect(normal.length).toBe(a.length)
})

test('both dates are the one given, and equal nodes stay equal', () => {
  const normal = text(normalisePdf(pdf('20200101000000', 9), createdAt))
  expect(normal).toContain("/CreationDate (D:20261124181100+00'00')\n/ModDate (D:20261124181100+00'00')>>")
  expect(normal).toContain('/ID (node00000001) /Headers [(node00000002) (node00000001)] /T (node12)')
})

test('what was handed in is left alone', () => {
  const bytes = pdf('20200101000000', 9)
  const before = text(bytes)
  normalisePdf(bytes, createdAt)
  expect(text(bytes)).toBe(before)
})
