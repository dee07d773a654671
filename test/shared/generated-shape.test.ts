import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { type CorpusShape, realShape, shapeOf } from '../bench/generate/shape-of.js'
import { describeShared, shared } from '../support/shared.js'

describeShared('the real corpus', () => {
  it('has the shape that generated ones are held to', () => {
    const folder = `${shared}/corpus/2022-08-10`
    const pages = readdirSync(folder).map((name) => ({
      name,
      text: readFileSync(`${folder}/${name}`, 'utf8'),
    }))
    const shape = shapeOf(pages)
    const off = Object.entries(realShape).filter(
      ([name, [value]]) => Math.abs(shape[name as keyof CorpusShape] - value) > 0.01 * value,
    )
    expect(off.map(([name]) => [name, shape[name as keyof CorpusShape]])).toEqual([])
  })
})
