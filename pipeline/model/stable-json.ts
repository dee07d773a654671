/**
 * JSON text of a value: one-space indent, one final line feed, keys in the order the value was built in.
 * The builders fix that order, so the same value is always the same bytes.
 */
export function stableJson(value: unknown): string {
  return `${JSON.stringify(value, null, 1)}\n`
}

/** A field of an object that is written piece by piece: its value, or the items of a list as they come. */
export type JsonField = { value: unknown } | JsonList

export interface JsonList {
  items: Iterable<unknown> | AsyncIterable<unknown>
  /** Gives what is written of an item when its turn comes; the item itself where it is left out. */
  written?: (item: unknown) => unknown
}

/** Characters after which a piece is handed on: few enough to be nothing, many enough to be worth a write. */
const pieceLength = 1 << 16

/**
 * The bytes of `stableJson` of an object, piece by piece and equal to it: neither a list nor its text need be whole
 * in memory, and no text meets the longest string that there can be.
 */
export async function* jsonPieces(
  fields: Iterable<[name: string, field: JsonField]> | AsyncIterable<[name: string, field: JsonField]>,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  let text = ''
  for await (const part of objectText(fields)) {
    text += part
    if (text.length < pieceLength) continue
    yield encoder.encode(text)
    text = ''
  }
  yield encoder.encode(text)
}

async function* objectText(
  fields: Iterable<[name: string, field: JsonField]> | AsyncIterable<[name: string, field: JsonField]>,
): AsyncGenerator<string> {
  let before = '{\n'
  for await (const [name, field] of fields) {
    const start = `${before} ${JSON.stringify(name)}: `
    before = ',\n'
    if ('value' in field) yield start + indented(field.value)
    else yield* listText(start, field)
  }
  yield before === ',\n' ? '\n}\n' : '{}\n'
}

async function* listText(start: string, { items, written = asItIs }: JsonList): AsyncGenerator<string> {
  const textOf = (item: unknown) => itemText(written(item))
  let before = `${start}[\n`
  // Items that are at hand come many at a time: to wait for each of them takes longer than to write it.
  for await (const text of Symbol.iterator in items
    ? textsAtHand(items, textOf)
    : textsToCome(items, textOf)) {
    yield before + text
    before = ',\n'
  }
  yield before === ',\n' ? '\n ]' : `${start}[]`
}

function asItIs(item: unknown): unknown {
  return item
}

function* textsAtHand(items: Iterable<unknown>, textOf: (item: unknown) => string): Generator<string> {
  let text = ''
  for (const item of items) {
    text += text === '' ? textOf(item) : `,\n${textOf(item)}`
    if (text.length < pieceLength) continue
    yield text
    text = ''
  }
  if (text !== '') yield text
}

async function* textsToCome(
  items: AsyncIterable<unknown>,
  textOf: (item: unknown) => string,
): AsyncGenerator<string> {
  for await (const item of items) yield textOf(item)
}

/** JSON text of a value that stands in a list of an object. */
function itemText(value: unknown): string {
  return `  ${JSON.stringify([[value]], null, 1).slice('[\n [\n  '.length, -'\n ]\n]'.length)}`
}

/** JSON text of a value that stands in an object: as a list of it alone would have it, without the list. */
function indented(value: unknown): string {
  return JSON.stringify([value], null, 1).slice('[\n '.length, -'\n]'.length)
}
