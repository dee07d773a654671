import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SavedRun } from '../../pipeline/model/run-store.js'
import { artifactPieces } from '../../pipeline/run/artifacts.js'
import { readArtifact } from '../../pipeline/run/read-artifact.js'
import { mappingText, pageText, readOne } from '../support/page.js'

const blanks = new Uint8Array(1 << 20).fill(0x20)

/** A run with one file behind so many MiB of blanks, handed out in pieces of so many bytes. */
function runWith(bytes: Uint8Array, blankMebibytes: number, pieceBytes = 1000): SavedRun {
  return {
    runId: 'r1',
    folder: '/r1',
    read: async () => bytes,
    async *pieces() {
      for (let lead = 0; lead < blankMebibytes; lead += 1) yield blanks
      // As from a disk: one buffer for all pieces.
      const buffer = new Uint8Array(pieceBytes)
      for (let at = 0; at < bytes.length; at += pieceBytes) {
        const piece = bytes.subarray(at, at + pieceBytes)
        buffer.set(piece)
        yield buffer.subarray(0, piece.length)
      }
    },
  }
}

function textOf(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value))
}

/** The same with a byte in the midst of a text that no UTF-8 has. */
function notUtf8(json: Uint8Array): Uint8Array {
  const bytes = Buffer.from(json)
  return bytes.fill(0xff, bytes.indexOf('Web') + 1, bytes.indexOf('Web') + 2)
}

/** A model that lost its end, and one of its findings with it, in a place where all that is there is sound. */
function cutBehindItem(): Uint8Array {
  const { model } = readOne(pageText({ detection: mappingText({ rows: '* a\n* b' }) }))
  const json = JSON.stringify({ ...model, findings: model.findings.slice(0, 2) })
  return new TextEncoder().encode(json.slice(0, json.lastIndexOf(',{"id"')))
}

async function written(model: object): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  for await (const piece of artifactPieces('model', model)) pieces.push(piece)
  return Buffer.concat(pieces)
}

const { model } = readOne(
  pageText({ detection: mappingText({ rows: '* **[Süßes 中文 🔒](https://example.org/a)**' }) }),
)

describe.each([
  ['an artifact that is read at once', 0],
  ['an artifact that is too long to be read at once', 9],
])('%s', (_, blankMebibytes) => {
  it('is what was written, wherever its pieces are cut', async () => {
    const bytes = await written(model)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: bytes.length }), async (pieceBytes) => {
        const read = await readArtifact(runWith(bytes, blankMebibytes, pieceBytes), 'model')
        expect({ ...read, techniques: [...read.techniques] }).toEqual(model)
      }),
      { numRuns: 50 },
    )
  })

  it('keeps a byte order mark that a piece begins with: the words of a page are its own', async () => {
    const { model: marked } = readOne(pageText({ name: 'Two \uFEFFwords' }))
    const bytes = Buffer.from(await written(marked))
    const read = await readArtifact(runWith(bytes, blankMebibytes, bytes.indexOf('\uFEFF')), 'model')
    expect([...read.techniques]).toEqual(marked.techniques)
  })

  it.each([
    ['is no UTF-8', notUtf8(textOf(model)), 'model.json of run r1 is no JSON.'],
    ['is no JSON', textOf(model).subarray(0, 100), 'model.json of run r1 is no JSON.'],
    ['ends behind an item', cutBehindItem(), 'model.json of run r1 is no JSON.'],
    ['is empty', new Uint8Array(), 'model.json of run r1 is no JSON.'],
    ['is a list', textOf([]), 'model.json of run r1 is of version unknown'],
    [
      'is of a newer major version',
      textOf({ ...model, schemaVersion: '9.0' }),
      'is of version 9.0; this program reads',
    ],
    [
      'has a field too many',
      textOf({ ...model, extra: 1 }),
      'does not fit its schema: Unrecognized key: "extra"',
    ],
    ['lacks a list', textOf({ ...model, techniques: undefined }), 'does not fit its schema at techniques: '],
    ['has no list there', textOf({ ...model, findings: {} }), 'does not fit its schema at findings: '],
    [
      'has a fault within an item',
      textOf({ ...model, techniques: [model.techniques[0], { ...model.techniques[0], id: 7 }] }),
      'does not fit its schema at techniques.1.id: ',
    ],
  ])('which %s is a failure that says so', async (__, bytes, message) => {
    await expect(readArtifact(runWith(bytes, blankMebibytes), 'model')).rejects.toThrow(message)
  })
})
