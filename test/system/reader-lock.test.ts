import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { whileReadingRuns, withoutReaders } from '../../pipeline/system/reader-lock.js'
import { command } from '../cli/command.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'readers-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** An output folder with a run of that id. */
function outputFolder(name: string, runId: string): string {
  const out = join(folder, name)
  mkdirSync(join(out, 'runs', runId), { recursive: true })
  mkdirSync(join(out, '.state'))
  writeFileSync(join(out, 'runs', runId, 'run.json'), '{}')
  return out
}

/** Which of the folders old runs cannot be removed from while those runs are read. */
async function heldWhile(out: string, runs: (string | null)[], folders: string[]): Promise<string[]> {
  return whileReadingRuns(out, runs, async () => {
    const held: string[] = []
    for (const each of folders) {
      if ((await withoutReaders(each, async () => true)) === null) held.push(each)
    }
    return held
  })
}

describe('runs that are read', () => {
  it.each<[string, (mine: string, other: string) => { runs: (string | null)[]; held: string[] }]>([
    ['the newest', (mine) => ({ runs: [null], held: [mine] })],
    ['one by its id', (mine) => ({ runs: ['a'], held: [mine] })],
    ['one by its path', (_, other) => ({ runs: [join(other, 'runs', 'b')], held: [other] })],
    ['one of each', (mine, other) => ({ runs: ['a', join(other, 'runs', 'b')], held: [mine, other] })],
    ['two of one folder', (mine) => ({ runs: ['a', join(mine, 'runs', 'a')], held: [mine] })],
    ['one by a link to it', (_, other) => ({ runs: [join(other, 'latest')], held: [other] })],
    ['one that is not there', () => ({ runs: ['nobody'], held: [] })],
  ])('keep the folder that they stand in, and no other: %s', async (_, given) => {
    const [mine, other] = [outputFolder('mine', 'a'), outputFolder('other', 'b')]
    symlinkSync('runs/b', join(other, 'latest'))
    const { runs, held } = given(mine, other)
    expect(await heldWhile(mine, runs, [mine, other])).toEqual(held)
  })

  it.each([
    ['verify', (run: string) => [run]],
    ['diff', (run: string) => [run, run]],
    ['fix', (run: string) => ['pages', '--run', run]],
  ])('by %s do so too, whatever comes of it', async (name, words) => {
    const [mine, other] = [outputFolder('mine', 'a'), outputFolder('other', 'b')]
    await command(name, ...words(join(other, 'runs', 'b')), '--out', mine)
    const state = [mine, other].map((each) => readdirSync(join(each, '.state')))
    expect(state).toEqual([[], ['readers.db']])
  })

  it('make nothing where there is no state, be it of a folder or of a copy that stands alone', async () => {
    const out = outputFolder('mine', 'a')
    rmSync(join(out, '.state'), { recursive: true })
    mkdirSync(join(folder, 'copies', 'a'), { recursive: true })
    writeFileSync(join(folder, 'copies', 'a', 'run.json'), '{}')
    await whileReadingRuns(join(folder, 'out'), [join(out, 'runs', 'a')], async () => undefined)
    await whileReadingRuns(join(folder, 'out'), [join(folder, 'copies', 'a')], async () => undefined)
    expect(readdirSync(folder).sort()).toEqual(['copies', 'mine'])
    expect(readdirSync(out)).toEqual(['runs'])
    expect(readdirSync(join(folder, 'copies'))).toEqual(['a'])
  })

  it('make nothing behind a link that stands for the state', async () => {
    const out = outputFolder('mine', 'a')
    rmSync(join(out, '.state'), { recursive: true })
    mkdirSync(join(folder, 'victim'))
    symlinkSync(join(folder, 'victim'), join(out, '.state'))
    await whileReadingRuns(out, ['a'], async () => undefined)
    expect(readdirSync(join(folder, 'victim'))).toEqual([])
  })
})
