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
    const bytes = encoder.encode(JSON.stringify(item))
    const isDeflated = this.#plainBytes > plainBytesAtMost
    if (!isDeflated) this.#plainBytes += bytes.length
    this.#texts.push({ bytes: isDeflated ? deflated(bytes) : bytes, isDeflated })
  }

  /** The same items in another order: `order` names their present places. */
  inOrder(order: readonly number[]): PackedSeries<Item> {
    return new PackedSeries(order.flatMap((at) => this.#texts[at] ?? []))
  }

  *[Symbol.iterator](): Generator<Item> {
    for (const { bytes, isDeflated } of this.#texts) {
      yield JSON.parse(decoder.decode(isDeflated ? inflateRawSync(bytes) : bytes)) as Item
    }
  }
}

interface PackedText {
  bytes: Uint8Array
  isDeflated: boolean
}

const plainBytesAtMost = 16 * 1024 * 1024

/** A copy: what zlib gives is a view of a larger buffer, and would hold all of it. */
function deflated(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(deflateRawSync(bytes, { level: 1 }))
}
const encoder = new TextEncoder()
// A byte order mark is text like any other here.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

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
