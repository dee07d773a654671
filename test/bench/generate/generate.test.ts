import { beforeAll, describe, expect, it } from 'vitest'
import { sha256 } from '../../../pipeline/model/digest.js'
import { readReference } from '../../../pipeline/system/reference-files.js'
import { fateOf } from './fates.js'
import { generateCorpus, type Tables } from './index.js'
import { type CorpusShape, realShape, shapeOf } from './shape-of.js'

let tables: Tables
beforeAll(async () => {
  tables = await readReference(null)
})

const pagesOf = (pages: number, seed: number) => [...generateCorpus({ pages, seed }, tables).pages()]
const bytesOf = (pages: number, seed: number) =>
  sha256(
    pagesOf(pages, seed)
      .map(({ name, text }) => `${name}\n${text}`)
      .join('\0'),
  )

describe('a generated corpus', () => {
  it('is the same for the same wish, and another for another seed', () => {
    expect(bytesOf(60, 1)).toBe(bytesOf(60, 1))
    expect(bytesOf(60, 1)).not.toBe(bytesOf(60, 2))
  })

  it.each([1, 2, 3])('has the shape of the real one (seed %i)', (seed) => {
    const shape = shapeOf(pagesOf(578, seed))
    const off = Object.entries(realShape).filter(([name, [value, by]]) => {
      const found = shape[name as keyof CorpusShape]
      return Math.abs(found - value) > by * value
    })
    expect(off.map(([name]) => [name, shape[name as keyof CorpusShape]])).toEqual([])
  })

  it('has the same shape at four times the size, but for more hosts and repositories', () => {
    const [small, large] = [shapeOf(pagesOf(578, 1)), shapeOf(pagesOf(2_312, 1))]
    expect(large.rowsAPage / small.rowsAPage).toBeCloseTo(1, 0)
    expect(Math.abs(large.distinctLinks - realShape.distinctLinks[0])).toBeLessThan(0.03)
    expect({ hosts: large.hosts, repositories: large.repositories }).toEqual({ hosts: 6, repositories: 13 })
  })

  it('gives every page an id of its own, and a table that knows it', () => {
    const corpus = generateCorpus({ pages: 2_000, seed: 1 }, tables)
    const ids = [...corpus.pages()].map(({ name }) => name.slice(0, -'.md'.length))
    const known = new Set(corpus.attack.techniques.map(({ id }) => id))
    expect(new Set(ids).size).toBe(2_000)
    expect(ids.filter((id) => !known.has(id) || !/^T\d{4}(\.\d{3})?$/.test(id))).toEqual([])
  })

  it('meets repositories in which two in five files have moved and one in twenty is dead', () => {
    const fates = Array.from({ length: 5_000 }, (_, at) =>
      fateOf(`https://github.com/SigmaHQ/sigma/blob/master/${at}`, 1),
    )
    const share = (fate: string) => fates.filter((each) => each === fate).length / fates.length
    expect(share('moved')).toBeCloseTo(0.38, 1)
    expect(share('dead')).toBeCloseTo(0.05, 1)
    expect(fateOf('https://attack.mitre.org/techniques/T1059', 1)).toBe('alive')
  })
})
