import { sum } from '../../model/sum.js'
import { stemOf, wordsOf } from './file-names.js'

/** How alike the names of two files are: from 0 to 2. */
export type NameAffinity = (one: string, other: string) => number

/**
 * Likeness of names as an editor would see it: letters in a row that both have (Dice's coefficient of trigrams) and words
 * that both have, a word counting the more the fewer of `paths` have it (inverse document frequency).
 */
export function nameAffinity(paths: readonly string[]): NameAffinity {
  const holders = new Map<string, number>()
  for (const path of paths) for (const word of wordsOf(path)) holders.set(word, (holders.get(word) ?? 0) + 1)
  const weight = (word: string) => Math.log((paths.length + 2) / ((holders.get(word) ?? 0) + 1))
  return (one, other) => {
    const [words, others] = [wordsOf(one), wordsOf(other)]
    const shared = sum([...words].filter((word) => others.has(word)).map(weight))
    const all = sum([...new Set([...words, ...others])].map(weight))
    return dice(trigramsOf(one), trigramsOf(other)) + (all === 0 ? 0 : shared / all)
  }
}

function trigramsOf(path: string): Set<string> {
  const text = `^${stemOf(path)}$`
  return new Set(Array.from({ length: Math.max(1, text.length - 2) }, (_, at) => text.slice(at, at + 3)))
}

function dice(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  return (2 * [...one].filter((each) => other.has(each)).length) / (one.size + other.size)
}
