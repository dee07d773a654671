import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLinkMemory } from '../../pipeline/system/link-memory.js'
import { openStore } from '../../pipeline/system/store/index.js'
import { rememberedLink } from '../support/links.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'link-memory-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const at = '2026-03-10T12:00:00.000Z'
/** The memory of a process of its own, as far as the store can tell. */
function open() {
  const store = openStore(join(folder, '.state'), (warning) => expect(warning).toBeNull())
  const memory = openLinkMemory(store.links)
  return {
    ...memory,
    close() {
      memory.close()
      store.close()
    },
  }
}

describe('link memory', () => {
  it('gives back to the next run what it was told', async () => {
    const memory = open()
    const told = rememberedLink('https://site.example/page')
    memory.remember(rememberedLink('https://site.example/page', { state: 'dead' }))
    memory.remember(told)
    await memory.flush()
    memory.close()
    const next = open()
    expect(next.recall(told.url)).toEqual(told)
    expect(next.recall('https://site.example/other')).toBeUndefined()
    next.close()
  })

  it('has on disk what it flushed, though never closed', async () => {
    const memory = open()
    memory.remember(rememberedLink('https://site.example/page'))
    await memory.flush()
    const other = open()
    expect(other.recall('https://site.example/page')).toBeDefined()
    other.close()
    memory.close()
  })

  it('writes a full batch without being asked to', () => {
    const memory = open()
    for (let n = 0; n < 100; n++) memory.remember(rememberedLink(`https://site.example/${n}`))
    const other = open()
    expect(other.recall('https://site.example/99')).toBeDefined()
    other.close()
    memory.close()
  })

  it('writes a single answer before the next one can come', async () => {
    const memory = open()
    memory.remember(rememberedLink('https://site.example/one'))
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
    const other = open()
    expect(other.recall('https://site.example/one')).toBeDefined()
    other.close()
    memory.close()
  })

  it('knows the run that began last, in the next process too', () => {
    const memory = open()
    expect(memory.lastBegun()).toBeNull()
    memory.begin({ runId: 'first', since: at })
    memory.begin({ runId: 'second', since: at })
    memory.close()
    const next = open()
    expect(next.lastBegun()).toEqual({ runId: 'second', since: at })
    next.close()
  })

  it('keeps no credential', async () => {
    const url = 'https://user:canary1@site.example/?token=canary2&a=1'
    const secret = 'https://x.example/?X-Amz-Signature=canary3'
    const memory = open()
    memory.remember(rememberedLink(url, { finalUrl: secret, target: secret, candidates: [secret] }))
    await memory.flush()
    memory.close()
    for (const name of readdirSync(join(folder, '.state'))) {
      expect(readFileSync(join(folder, '.state', name), 'latin1')).not.toContain('canary')
    }
    const next = open()
    expect(next.recall(url)).toMatchObject({ url, finalUrl: 'https://x.example/?X-Amz-Signature=***' })
    next.close()
  })
})
