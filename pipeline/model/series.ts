import { deflateRawSync, inflateRawSync } from 'node:zlib'

/** Things in a fixed order that can be gone through again and again; an array is one. */
export interface Series<Item> extends Iterable<Item> {
  readonly length: number
}

/**
 * Items held as JSON text, each made anew whenever the series is gone through: thousands of pages take a fraction of
 * what they take as objects, and nobody can change what another reader sees. What comes when the texts have grown
 * large is compressed (RFC 1951): then memory is dearer than time.
 */
export class PackedSeries<Item> implements Series<Item> {
  readonly #texts: PackedText[]
  #plainBytes = 0

  private constructor(texts: PackedText[]) {
    this.#texts = texts
  }

  static empty<Item>(): PackedSeries<Item> {
    return new PackedSeries<Item>([])
  }

  static of<Item>(items: Iterable<Item>): PackedSeries<Item> {
    const packed = new PackedSeries<Item>([])
    for (const item of items) packed.add(item)
    return packed
  }

  get length(): number {
    return this.#texts.length
  }

  /** Adds an item at the end; it must be what JSON can hold. */
  add(item: Item): void {
    this.addText(encoder.encode(JSON.stringify(item)))
  }

  /** Adds an item as its JSON text in UTF-8. */
  addText(bytes: Uint8Array): void {
    const isDeflated = this.#plainBytes > plainBytesAtMost
    if (!isDeflated) this.#plainBytes += bytes.length
    this.#texts.push({ bytes: isDeflated ? deflated(bytes) : bytes, isDeflated })
  }

  /** JSON texts of the items, in UTF-8; none holds a line feed. */
  *texts(): Generator<Uint8Array> {
    for (const { bytes, isDeflated } of this.#texts) yield isDeflated ? inflateRawSync(bytes) : bytes
  }

  /** The same items in another order: `order` names their present places. */
  inOrder(order: readonly number[]): PackedSeries<Item> {
    return new PackedSeries(order.flatMap((at) => this.#texts[at] ?? []))
  }

  *[Symbol.iterator](): Generator<Item> {
    for (const text of this.texts()) yield JSON.parse(decoder.decode(text)) as Item
  }
}

interface PackedText {
  bytes: Uint8Array
  isDeflated: boolean
}

const plainBytesAtMost = 4 * 1024 * 1024

/** A copy: what zlib gives is a view of a larger buffer, and would hold all of it. */
function deflated(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(deflateRawSync(bytes, { level: 1 }))
}
const encoder = new TextEncoder()
// A byte order mark is text like any other here.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** JSON texts of the items of any series, in UTF-8; none holds a line feed. */
export function* textsOf<Item>(items: Series<Item>): Generator<Uint8Array> {
  if (items instanceof PackedSeries) yield* items.texts()
  else for (const item of items) yield encoder.encode(JSON.stringify(item))
}

/** The lines of what comes in pieces, without their line feeds, each a copy of its own. */
export async function* linesOf(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let open: Uint8Array[] = []
  for await (const piece of pieces) {
    let start = 0
    for (let end = piece.indexOf(lineFeed); end !== -1; end = piece.indexOf(lineFeed, start)) {
      yield joined([...open, piece.subarray(start, end)])
      open = []
      start = end + 1
    }
    // A copy: a piece is good until the next one is asked for.
    open.push(piece.slice(start))
  }
  yield joined(open)
}

const lineFeed = 0x0a

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** Those of a series that are wanted; they are looked at each time the result is gone through. */
export function seriesOf<Item>(items: Series<Item>, isWanted: (item: Item) => boolean): Series<Item> {
  let count = 0
  for (const item of items) if (isWanted(item)) count += 1
  return {
    length: count,
    *[Symbol.iterator]() {
      for (const item of items) if (isWanted(item)) yield item
    },
  }
}

/** What is made of each item, one after the other, held as a list. */
export function flatMapped<Item, Made>(items: Iterable<Item>, make: (item: Item) => Iterable<Made>): Made[] {
  const made: Made[] = []
  for (const item of items) for (const each of make(item)) made.push(each)
  return made
}
