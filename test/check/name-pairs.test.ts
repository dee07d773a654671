import { describe, expect, it } from 'vitest'
import { type CommitPaths, namePairs } from '../../pipeline/check/github-api/name-pairs.js'

const none: CommitPaths = { removed: [], added: [], renamedFrom: [], renamedTo: [] }
const pairs = (paths: Partial<CommitPaths>) => Object.fromEntries(namePairs({ ...none, ...paths }))
const many = Array.from({ length: 400 }, (_, n) => `other/file_number${n}.yml`)

describe('files rewritten and renamed in one commit', () => {
  it('are paired where their names leave no choice, whatever the folder', () => {
    const removed = ['a/susp_dump_lsass.yml', 'a/unlike.yml']
    const added = ['b/dump_lsass_memory.yml', 'b/quite_another.yml']
    expect(pairs({ removed, added })).toEqual({ 'a/susp_dump_lsass.yml': 'b/dump_lsass_memory.yml' })
  })

  it('are not paired where two are nearly as much alike, nor with other extensions', () => {
    expect(pairs({ removed: ['a/x_y.yml'], added: ['a/x_y_one.yml', 'a/x_y_two.yml'] })).toEqual({})
    expect(pairs({ removed: ['a/x_y_one.yml', 'a/x_y_two.yml'], added: ['a/x_y.yml'] })).toEqual({})
    expect(pairs({ removed: ['a/x_y.yml'], added: ['a/x_y.toml'] })).toEqual({})
  })

  it('are looked for in their own folder alone where a commit touched thousands', () => {
    const removed = ['a/mmc_exe_execution.yml', 'a/lonely_one.yml', ...many]
    expect(pairs({ removed, added: ['a/mmc_execution.yml', 'b/lonely_one_b.yml'] })).toEqual({
      'a/mmc_exe_execution.yml': 'a/mmc_execution.yml',
    })
  })

  it('may have come to their folder from elsewhere, unless they are more like what was renamed', () => {
    const removed = ['a/mmc_exe_execution.yml']
    const moved = { renamedFrom: ['converted/mmc_execution.yml'], renamedTo: ['a/mmc_execution.yml'] }
    expect(pairs({ removed, ...moved })).toEqual({ 'a/mmc_exe_execution.yml': 'a/mmc_execution.yml' })
    const sibling = { renamedFrom: ['a/mmc_execution_old.yml'], renamedTo: ['a/mmc_execution.yml'] }
    expect(pairs({ removed, ...sibling })).toEqual({})
  })
})
