/** Numbers from 0 to 1 (1 excluded) that look like chance and are the same for the same seed (mulberry32). */
export type Chance = () => number

/** Chance of its own for each purpose and thing, so that what is drawn for one does not depend on any other. */
export function chanceOf(...parts: readonly number[]): Chance {
  let state = parts.reduce((mixed, part) => mix(mixed ^ mix(part)), 0x2545f491)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    return (mix(state) >>> 0) / 2 ** 32
  }
}

/** One of a list. */
export function pick<Thing>(chance: Chance, things: readonly Thing[]): Thing {
  const thing = things[Math.floor(chance() * things.length)]
  if (thing === undefined) throw new Error('there is nothing to pick from')
  return thing
}

/**
 * The mean of two chances, made even again: things that share the first go together, and each by itself is as evenly
 * spread as before. Multiplication alone, so that every machine gives the same bits.
 */
export function together(shared: number, own: number): number {
  const mean = (shared + own) / 2
  return mean < 0.5 ? 2 * mean * mean : 1 - 2 * (1 - mean) * (1 - mean)
}

/** The value at `rank` (0 to 1) of a distribution told by its values at {@link ranks}, straight lines between. */
export function valueAt(distribution: Distribution, rank: number): number {
  const above = Math.max(
    1,
    ranks.findIndex((each) => each > rank),
  )
  const [from = 0, to = 1] = [ranks[above - 1], ranks[above]]
  const [low = 0, high = 0] = [distribution[above - 1], distribution[above]]
  return low + ((high - low) * (rank - from)) / (to - from)
}

/** Least, first tenth, first quarter, middle, third quarter, last tenth, last 25th, last hundredth, most. */
export type Distribution = readonly [number, number, number, number, number, number, number, number, number]
const ranks = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.96, 0.99, 1]

function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}
