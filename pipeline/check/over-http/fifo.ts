/** First in, first out, both in constant time; an array's `shift` would make long queues quadratic. */
export interface Fifo<Item> {
  readonly size: number
  push(item: Item): void
  /** The item that waited longest stays. */
  peek(): Item | undefined
  take(): Item | undefined
  /** Everything in order; nothing stays. */
  drain(): Item[]
}

export function fifo<Item>(): Fifo<Item> {
  let items: (Item | undefined)[] = []
  let head = 0
  return {
    get size() {
      return items.length - head
    },
    push: (item) => void items.push(item),
    peek: () => items[head],
    take() {
      const item = items[head]
      // What was taken is not held on to.
      if (head < items.length) items[head++] = undefined
      if (head > 1024 && head * 2 > items.length) {
        items = items.slice(head)
        head = 0
      }
      return item
    },
    drain() {
      const rest = items.slice(head) as Item[]
      items = []
      head = 0
      return rest
    },
  }
}
