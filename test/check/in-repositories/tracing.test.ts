import { describe, expect, it } from 'vitest'
import type { Fate } from '../../../pipeline/check/in-repositories/fate.js'
import { folderFate } from '../../../pipeline/check/in-repositories/folder-fate.js'
import { nameAffinity } from '../../../pipeline/check/in-repositories/name-affinity.js'
import { renameChains } from '../../../pipeline/check/in-repositories/rename-chains.js'
import { treeIndex } from '../../../pipeline/check/in-repositories/tree-index.js'
import type { Departure, RepositoryAccess, RepositoryTree } from '../../../pipeline/model/repositories.js'

const gone = (path: string, renamedTo: string | null = null, addedBeside?: string[]): Departure => ({
  path,
  commit: 'd'.repeat(40),
  at: '2025-01-01T00:00:00.000Z',
  objectId: null,
  renamedTo,
  ...(addedBeside && { addedBeside }),
})
const treeOf = (...paths: string[]): RepositoryTree => ({
  commit: 'c'.repeat(40),
  entries: new Map(paths.map((path) => [path, { path, kind: 'file' as const, objectId: path }])),
})

describe('a folder of which only some files were found again', () => {
  const found: Fate = {
    target: 'new/1.yml',
    evidence: 'rename',
    certainty: 'medium',
    candidates: [],
    departure: null,
  }
  const fates = new Map([['old/1.yml', found]])
  const departures = ['old/1.yml', 'old/2.yml'].map((path) => gone(path))
  it('went where they are if the others are known to be gone, and is lost if they may just not have been seen', () => {
    expect(folderFate('old', departures, fates, true).target).toBe('new')
    expect(folderFate('old', departures, fates, false)).toMatchObject({ target: null, candidates: ['new'] })
  })
})

describe('files of no content', () => {
  it('are not taken for one another', () => {
    const empty = 'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391'
    const entries = new Map([['a', { path: 'a', kind: 'file' as const, objectId: empty }]])
    expect(treeIndex({ commit: '', entries }).filesOfContent(empty)).toEqual([])
  })
})

describe('a chain of renamings', () => {
  it('is followed to its end, with what speaks against any of its steps', async () => {
    const known = [
      gone('a/stop_service.yml', 'b/quite_unlike.yml', ['c/stop_the_service.yml']),
      gone('b/quite_unlike.yml', 'b/last.yml', []),
    ]
    const departures: RepositoryAccess['departures'] = async (_, paths) =>
      new Map(known.filter(({ path }) => paths.includes(path)).map((each) => [each.path, each]))
    const [first = gone('')] = known
    const chains = await renameChains(
      { departures } as RepositoryAccess,
      treeOf('b/last.yml'),
      new Map([[first.path, first]]),
      nameAffinity(['b/last.yml']),
    )
    expect([...chains]).toEqual([[first.path, { last: 'b/last.yml', rivals: ['c/stop_the_service.yml'] }]])
  })

  const stepTo = async (renamedTo: string, addedBeside: string[]) => {
    const first = gone('a/susp_crash.yml', renamedTo, addedBeside)
    const access = { departures: async () => new Map() } as unknown as RepositoryAccess
    const affinity = nameAffinity([renamedTo, ...addedBeside])
    const chains = await renameChains(access, treeOf(renamedTo), new Map([[first.path, first]]), affinity)
    return chains.get(first.path)?.rivals
  }
  it.each([
    ['one word each, neither in the old name', 'b/crash_error.yml', 'b/crash_wer.yml', true],
    ['one word each, one of them in the old name', 'b/susp_crash_a.yml', 'b/new_crash_a.yml', false],
    [
      'one word each, the one much more like the old name',
      'b/susp_crashes.yml',
      'b/susp_webshell.yml',
      false,
    ],
    ['a word more than the other', 'b/crash_error.yml', 'b/crash_error_wer.yml', false],
    ['one word each, in files of another kind', 'b/crash_error.yml', 'b/crash_wer.md', false],
  ])('does not choose between two names that came with one commit: %s', async (_, one, other, isRival) => {
    expect(await stepTo(one, [other])).toEqual(isRival ? [other] : [])
  })
})
