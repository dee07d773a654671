import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'libsql'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Failure } from '../../pipeline/model/failure.js'
import type { RememberedLink } from '../../pipeline/model/ports.js'
import { openLinkMemory } from '../../pipeline/system/link-memory.js'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'link-memory-'))
  path = join(folder, '.state', 'links.db')
})
afterEach(() => rmSync(folder, { recursive: true }))

const at = '2026-03-10T12:00:00.000Z'
function link(url: string, known: Partial<RememberedLink> = {}): RememberedLink {
  return {
    url,
    state: 'moved',
    reason: null,
    status: 200,
    finalUrl: 'https://site.example/new',
    target: 'https://site.example/new',
    evidence: 'redirect',
    certainty: 'high',
    candidates: ['https://site.example/a'],
    checkedAt: at,
    method: 'http',
    attempts: 1,
    confirmed: false,
    deadCommit: null,
    tree: { repository: 'github.com/a/b', by: 'api', commit: 'c'.repeat(40) },
    validator: { address: 'https://example.org/a', etag: '"1"', lastModified: null },
    firstSeen: at,
    lastAlive: at,
    deadSince: null,
    failingSince: null,
    history: [{ at, state: 'moved', reason: null }],
    ...known,
  }
}

async function filled(count = 300): Promise<void> {
  const memory = openLinkMemory(path)
  for (let n = 0; n < count; n++) memory.remember(link(`https://site.example/${n}`))
  await memory.flush()
  memory.close()
}

const asides = () =>
  readdirSync(join(folder, '.state')).filter((name) => /^links\.db\.corrupt-[^.]*Z$/.test(name))

describe('link memory', () => {
  it('gives back to the next run what it was told', async () => {
    const memory = openLinkMemory(path)
    const told = link('https://site.example/page')
    memory.remember(link('https://site.example/page', { state: 'dead' }))
    memory.remember(told)
    await memory.flush()
    memory.close()
    const next = openLinkMemory(path)
    expect(next.recall(told.url)).toEqual(told)
    expect(next.recall('https://site.example/other')).toBeUndefined()
    expect(next.warnings).toEqual([])
    next.close()
  })

  it('has on disk what it flushed, though never closed', async () => {
    const memory = openLinkMemory(path)
    memory.remember(link('https://site.example/page'))
    await memory.flush()
    const other = openLinkMemory(path)
    expect(other.recall('https://site.example/page')).toBeDefined()
    other.close()
    memory.close()
  })

  it('writes a full batch without being asked to', () => {
    const memory = openLinkMemory(path)
    for (let n = 0; n < 100; n++) memory.remember(link(`https://site.example/${n}`))
    const other = openLinkMemory(path)
    expect(other.recall('https://site.example/99')).toBeDefined()
    other.close()
    memory.close()
  })

  it('writes a single answer before the next one can come', async () => {
    const memory = openLinkMemory(path)
    memory.remember(link('https://site.example/one'))
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
    const other = openLinkMemory(path)
    expect(other.recall('https://site.example/one')).toBeDefined()
    other.close()
    memory.close()
  })

  it('knows the run that began last, in the next process too', () => {
    const memory = openLinkMemory(path)
    expect(memory.lastBegun()).toBeNull()
    memory.begin({ runId: 'first', since: at })
    memory.begin({ runId: 'second', since: at })
    memory.close()
    const next = openLinkMemory(path)
    expect(next.lastBegun()).toEqual({ runId: 'second', since: at })
    next.close()
  })

  it('keeps no credential', async () => {
    const url = 'https://user:canary1@site.example/?token=canary2&a=1'
    const secret = 'https://x.example/?X-Amz-Signature=canary3'
    const memory = openLinkMemory(path)
    memory.remember(link(url, { finalUrl: secret, target: secret, candidates: [secret] }))
    await memory.flush()
    memory.close()
    for (const name of readdirSync(join(folder, '.state'))) {
      expect(readFileSync(join(folder, '.state', name), 'latin1')).not.toContain('canary')
    }
    const next = openLinkMemory(path)
    expect(next.recall(url)).toMatchObject({ url, finalUrl: 'https://x.example/?X-Amz-Signature=***' })
    next.close()
  })

  it.each([
    [
      'is no database',
      (file: Buffer) => Buffer.concat([Buffer.from('this is no database at all'), file.subarray(26)]),
    ],
    ['was cut short', (file: Buffer) => file.subarray(0, Math.floor(file.length / 2) + 7)],
    [
      'lost a page',
      (file: Buffer) => Buffer.concat([file.subarray(0, 8192), Buffer.alloc(4096), file.subarray(12_288)]),
    ],
    [
      'has a byte wrong inside its cells',
      (file: Buffer) =>
        Buffer.from(file.toString('latin1').replaceAll('"state":"moved"', '"state":"Moved"'), 'latin1'),
    ],
  ])('sets a file aside that %s, and begins anew', async (_, damage) => {
    await filled()
    writeFileSync(path, damage(readFileSync(path)))
    const memory = openLinkMemory(path)
    expect(memory.warnings.length).toBe(1)
    expect(asides().length).toBe(1)
    expect(memory.recall('https://site.example/1')).toBeUndefined()
    memory.remember(link('https://site.example/1'))
    await memory.flush()
    memory.close()
    const next = openLinkMemory(path)
    expect([next.warnings, next.recall('https://site.example/1')?.state]).toEqual([[], 'moved'])
    next.close()
  })

  it('begins anew where the file is empty', () => {
    mkdirSync(join(folder, '.state'))
    writeFileSync(path, '')
    const memory = openLinkMemory(path)
    expect(memory.warnings).toEqual([])
    memory.close()
  })

  it('does not touch the file of a newer version', async () => {
    await filled(1)
    const database = new Database(path)
    database.exec('PRAGMA user_version = 99')
    database.close()
    expect(() => openLinkMemory(path)).toThrow(Failure)
    expect(asides()).toEqual([])
    expect(existsSync(path)).toBe(true)
  })

  it('says so where the file cannot be opened', () => {
    mkdirSync(path, { recursive: true })
    expect(() => openLinkMemory(path)).toThrow(Failure)
    expect(asides()).toEqual([])
  })
})
