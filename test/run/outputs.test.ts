import { describe, expect, it } from 'vitest'
import { sha256 } from '../../pipeline/model/digest.js'
import { createOutputs } from '../../pipeline/run/outputs.js'
import { memoryStore } from '../support/run-world.js'

const bytes = (text: string) => new TextEncoder().encode(text)

describe('the files of a run folder', () => {
  it('are counted and hashed as they are written', async () => {
    const store = memoryStore()
    const draft = await store.begin('r1')
    const outputs = createOutputs(draft)
    const entry = await outputs.begin().put('csv/b.csv', async (sink) => {
      await sink.write(bytes('one'))
      await sink.write(bytes('two'))
    })
    await outputs.begin().putBytes({ path: 'a.json', bytes: bytes('{}') })
    await draft.publish({ latest: true })
    expect(entry).toEqual({ path: 'csv/b.csv', bytes: 6, sha256: sha256('onetwo') })
    expect(outputs.entries().map(({ path }) => path)).toEqual(['a.json', 'csv/b.csv'])
    expect(new TextDecoder().decode(store.published.get('r1')?.get('csv/b.csv'))).toBe('onetwo')
  })

  it('leave nothing of a maker that fails, and keep what others made', async () => {
    const store = memoryStore()
    const draft = await store.begin('r1')
    const outputs = createOutputs(draft)
    await outputs.begin().putBytes({ path: 'report.json', bytes: bytes('{}') })
    const batch = outputs.begin()
    await batch.putBytes({ path: 'one.csv', bytes: bytes('1') })
    const half = batch.put('two.csv', async (sink) => {
      await sink.write(bytes('half'))
      throw new Error('a bug')
    })
    await expect(half).rejects.toThrow('a bug')
    await batch.undo()
    await draft.publish({ latest: true })
    expect([...(store.published.get('r1')?.keys() ?? [])]).toEqual(['report.json'])
    expect(outputs.entries().map(({ path }) => path)).toEqual(['report.json'])
    expect(outputs.failure()).toBeUndefined()
  })

  it('tell a folder that cannot be written to from a maker that fails', async () => {
    const draft = await memoryStore().begin('r1')
    const full = new Error('no space')
    const outputs = createOutputs({
      ...draft,
      open: async (path) => ({ ...(await draft.open(path)), write: () => Promise.reject(full) }),
    })
    await expect(outputs.begin().putBytes({ path: 'a', bytes: bytes('1') })).rejects.toBe(full)
    expect(outputs.failure()).toBe(full)
  })
})
