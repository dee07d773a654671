import { spawn } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import Database from 'libsql'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Failure } from '../../pipeline/model/failure.js'
import type { RememberedLink } from '../../pipeline/model/link-memory.js'
import { openStore, readRuns } from '../../pipeline/system/store/index.js'
import { rememberedLink } from '../support/links.js'

let folder: string
let state: string
let path: string
let warnings: string[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'))
  state = join(folder, '.state')
  path = join(state, 'store.db')
  warnings = []
})
afterEach(() => rmSync(folder, { recursive: true }))

const at = '2026-03-10T12:00:00.000Z'
const open = () => openStore(state, (warning) => warnings.push(warning))
const asides = () => readdirSync(state).filter((name) => /^store(-\d)?\.db\.corrupt-[^.]*Z$/.test(name))

const links = (count: number): RememberedLink[] =>
  Array.from({ length: count }, (_, n) => rememberedLink(`https://site.example/${n}`))

/** A store as many nights left it: links, runs and slots. */
function fill(): void {
  const store = open()
  store.links.write(links(300))
  for (const runId of ['a', 'b']) {
    store.runs.begin({ runId, command: 'run', process: 1, started: at, keepRuns: 0, keepMonthly: 0 })
    store.runs.end({ outcome: 'published', ended: at, exitCode: 0, reason: null })
  }
  store.slots.watchedSince('nightly', new Date(at))
  store.slots.take(new Date(at), new Date(at), 'run')
  store.close()
}

const header = (file: Buffer) => Buffer.concat([Buffer.from('this is no database at all'), file.subarray(26)])
const cutShort = (file: Buffer) => file.subarray(0, Math.floor(file.length / 2) + 7)
const zeroedPage = (file: Buffer) =>
  Buffer.concat([file.subarray(0, 32_768), Buffer.alloc(4096), file.subarray(36_864)])
const noise = (file: Buffer) => Buffer.concat([file.subarray(0, 4096), Buffer.alloc(file.length - 4096, 7)])
const flippedByte = (file: Buffer) => {
  const where = file.lastIndexOf('"state":"moved"') + 9
  return Buffer.concat([file.subarray(0, where), Buffer.from('M'), file.subarray(where + 1)])
}

describe('a damaged store', () => {
  it.each([
    ['is no database', header, 'lost'],
    ['was cut short', cutShort, null],
    ['lost a page', zeroedPage, 'taken over'],
    ['has one byte wrong inside a cell', flippedByte, 'taken over'],
    ['is nothing but noise behind its first page', noise, 'lost'],
  ])('that %s is set aside, said, and begun anew', (_, damage, rest) => {
    fill()
    writeFileSync(path, damage(readFileSync(path)))
    const store = open()
    expect(warnings).toEqual([expect.stringMatching(/^The store store\.db was damaged: .* links is lost/)])
    expect(asides()).toHaveLength(1)
    expect(store.links.readAll().size).toBe(0)
    const isTaken = rest === 'taken over'
    if (rest !== null) {
      expect(warnings[0]).toContain(
        isTaken ? 'runs taken over: 2, slots taken over: 1' : 'the list of runs is lost',
      )
      expect(store.runs.newestFirst().map(({ runId }) => runId)).toEqual(isTaken ? ['b', 'a'] : [])
      expect(store.slots.take(new Date(at), new Date(at), 'run')).toBe(!isTaken)
    }
    store.links.write(links(1))
    store.close()
    const next = open()
    expect([warnings.length, next.links.readAll().size]).toEqual([1, 1])
    next.close()
  })

  it('is noticed in the middle of the work, and the work goes on', () => {
    fill()
    const store = open()
    // Another process writes, so that this one reads the file again; and then the disk fails.
    const other = open()
    other.links.begin({ runId: 'other', since: at })
    other.close()
    writeFileSync(path, noise(readFileSync(path)))
    store.links.write(links(400))
    expect([warnings.length, asides().length]).toEqual([1, 1])
    expect(store.links.readAll().size).toBe(400)
    store.close()
    const next = open()
    expect([warnings.length, next.links.readAll().size]).toEqual([1, 400])
    next.close()
  })

  it('is followed by whoever has it open, when another process begins anew', () => {
    fill()
    const schedule = open()
    schedule.slots.take(new Date('2026-03-11T12:00:00Z'), new Date(at), 'run')
    writeFileSync(path, flippedByte(readFileSync(path)))
    const run = open()
    expect(warnings).toHaveLength(1)
    // The slot that the schedule took before is taken for the new store, too.
    expect(schedule.slots.take(new Date('2026-03-11T12:00:00Z'), new Date(at), 'run')).toBe(false)
    schedule.slots.conclude(new Date('2026-03-11T12:00:00Z'), new Date(at), {
      exitCode: 0,
      endedBy: null,
      runId: 'c',
    })
    expect(run.slots.lastRun()?.outcome).toMatchObject({ runId: 'c' })
    expect(warnings).toHaveLength(1)
    schedule.close()
    run.close()
  })
})

describe('the store', () => {
  it('of a newer version is not touched', () => {
    fill()
    const database = new Database(path)
    database.exec('PRAGMA user_version = 99')
    database.close()
    expect(open).toThrow(Failure)
    expect(open).toThrow('newer version')
    expect([asides(), warnings]).toEqual([[], []])
  })

  it('that cannot be opened is said so', () => {
    mkdirSync(path, { recursive: true })
    expect(open).toThrow(Failure)
  })

  it('tells of no runs where its folder is none', () => {
    writeFileSync(state, '')
    expect(readRuns(state)).toEqual([])
  })

  it('is made of an empty file, and where nothing is nothing is made by reading', () => {
    expect(readRuns(state)).toEqual([])
    expect(existsSync(state)).toBe(false)
    mkdirSync(state)
    expect(readRuns(state)).toEqual([])
    expect(readdirSync(state)).toEqual([])
  })

  it.each<[string, string[]]>([
    ['before the first byte of it', ['store.db', 'lock.db', 'lock-holder.txt']],
    ['with its first write', ['store.db', 'store.db-journal']],
    ['before the first byte of it, by a version that had others', ['store.db', 'answers.db', 'links.db']],
  ])('is made, and nothing said, where the first run was killed %s', (_, files) => {
    mkdirSync(state)
    for (const file of files) writeFileSync(join(state, file), '')
    const store = open()
    store.links.write(links(1))
    store.close()
    expect([warnings, asides()]).toEqual([[], []])
    const next = open()
    expect(next.links.readAll().size).toBe(1)
    next.close()
  })

  it.each(['store.db-wal', 'answers.db', 'reading'])(
    'that has lost its every byte is damaged: %s tells that it had some',
    (later) => {
      mkdirSync(state)
      for (const file of ['store.db', later]) writeFileSync(join(state, file), '')
      for (const _ of ['once', 'and not again']) open().close()
      expect(warnings).toEqual([expect.stringMatching(/^The store store\.db was damaged: .* links is lost/)])
      expect(asides()).toHaveLength(1)
    },
  )

  it('takes over what earlier versions kept in files of their own', () => {
    fill()
    mkdirSync(join(state, 'schedule'))
    // Their tables were the same.
    for (const name of ['links.db', 'journal.db', 'schedule/schedule.db'])
      copyFileSync(path, join(state, name))
    rmSync(path)
    const store = open()
    expect([store.links.readAll().size, store.runs.newestFirst().length]).toEqual([300, 2])
    expect(store.slots.take(new Date(at), new Date(at), 'run')).toBe(false)
    expect(warnings).toEqual([])
    expect(readdirSync(state).filter((name) => /links|journal/.test(name))).toEqual([])
    store.close()
  })
})

describe('a start that was killed', () => {
  const earlier = ['links.db', 'journal.db', 'schedule/schedule.db']

  /** Their tables were the same. */
  function leaveEarlier(): void {
    mkdirSync(join(state, 'schedule'), { recursive: true })
    for (const name of earlier) copyFileSync(path, join(state, name))
  }

  it.each<[string, () => void]>([
    ['before the first of them was removed', leaveEarlier],
    [
      'between a file and its journal',
      () => {
        leaveEarlier()
        for (const name of ['links.db', 'journal.db']) rmSync(join(state, name))
        for (const suffix of ['-wal', '-shm']) writeFileSync(join(state, `links.db${suffix}`), 'old')
      },
    ],
  ])('when files of earlier versions had been taken over, %s, is finished by the next', (_, leave) => {
    fill()
    leave()
    const store = open()
    expect(store.links.readAll().size).toBe(300)
    expect(store.runs.newestFirst().map(({ runId }) => runId)).toEqual(['b', 'a'])
    expect(store.slots.take(new Date(at), new Date(at), 'run')).toBe(false)
    store.close()
    expect(warnings).toEqual([])
    expect(
      readdirSync(state, { recursive: true }).filter((name) => /links|journal|schedule\./.test(`${name}`)),
    ).toEqual([])
  })

  it('loses nothing that an earlier version learnt in its own files since', () => {
    fill()
    leaveEarlier()
    rmSync(path)
    const first = open()
    first.links.write([rememberedLink('https://site.example/since')])
    first.close()
    renameSync(path, join(state, 'links.db'))
    fill()
    const store = open()
    expect(store.links.readAll().size).toBe(301)
    store.close()
    expect(warnings).toEqual([])
  })

  it.each([
    ['before a successor was begun', []],
    ['before the first byte of the successor', ['store-2.db', 'answers.db']],
  ])('when a damaged store had been set aside, %s, is finished by the next', (_, files) => {
    fill()
    const aside = 'store.db.corrupt-2026-03-10T12-00-00-000Z'
    renameSync(path, join(state, aside))
    for (const file of files) writeFileSync(join(state, file), '')
    const store = open()
    const told = [
      expect.stringMatching(
        new RegExp(
          `^The store store\\.db was damaged: it was kept as ${aside} .* runs taken over: 2, slots taken over: 1`,
        ),
      ),
    ]
    expect(warnings).toEqual(told)
    expect(store.runs.newestFirst().map(({ runId }) => runId)).toEqual(['b', 'a'])
    expect(store.slots.take(new Date(at), new Date(at), 'run')).toBe(false)
    store.close()
    open().close()
    expect(warnings).toEqual(told)
  })
})

/** A process that writes links without end, a transaction each. */
const writer = `
import { openStore } from ${JSON.stringify(resolve('dist/system/store/index.js'))}
const store = openStore(process.argv[1], () => process.exit(9))
let n = 0
setInterval(() => {
  const url = 'https://' + process.argv[2] + '.example/' + n
  store.links.write([{ ...${JSON.stringify(rememberedLink(''))}, url }])
  n += 1
  process.stdout.write(n + '\\n')
})`

describe('several processes with one store', () => {
  it('lose nothing that was written, when they are killed', { timeout: 60_000 }, async () => {
    const names = ['a', 'b', 'c']
    const written = await Promise.all(
      names.map(
        (name) =>
          new Promise<number>((done) => {
            const child = spawn(process.execPath, ['--input-type=module', '-e', writer, state, name])
            let count = 0
            child.stdout.on('data', (lines) => {
              count = Number(String(lines).trim().split('\n').at(-1))
            })
            child.on('exit', () => done(count))
            setTimeout(() => child.kill('SIGKILL'), 2_000)
          }),
      ),
    )
    const store = open()
    const kept = [...store.links.readAll().keys()]
    store.close()
    expect(warnings).toEqual([])
    for (const [index, name] of names.entries()) {
      expect(written[index]).toBeGreaterThan(10)
      const count = kept.filter((url) => url.startsWith(`https://${name}.`)).length
      expect(count).toBeGreaterThanOrEqual(written[index] ?? 0)
    }
  })
})
