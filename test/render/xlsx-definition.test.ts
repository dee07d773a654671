import { describe, expect, it } from 'vitest'
import { exitCodes, Failure } from '../../pipeline/model/failure.js'
import { readWorkbookDefinition } from '../../pipeline/render/xlsx/read-definition.js'
import { tables, workbookText } from './xlsx-book.js'

function failureOf(written: string, ownTables = tables): Failure {
  try {
    readWorkbookDefinition(written, 'mine/workbook.json', ownTables)
  } catch (error) {
    if (error instanceof Failure) return error
    throw error
  }
  throw new Error('the definition was accepted')
}

describe('a broken workbook definition fails before any rendering', () => {
  it.each([
    ['a column that the table lacks', '"columns": ["rank", ', '"columns": ["rankk", ', 'rankk'],
    ['a table that is not defined', '"table": "gaps"', '"table": "holes"', 'holes'],
    [
      'a figure that the report lacks',
      '"value": "totals.pages"',
      '"value": "totals.leaves"',
      'totals.leaves',
    ],
    ['a list that the report lacks', '"rows": "unknowns"', '"rows": "mysteries"', 'mysteries'],
    ['a group where a value must be', '"at": "levels.none"', '"at": "levels.nothing"', 'levels.nothing'],
    ['a palette that is not defined', '"palette": "linkState", "text"', '"palette": "neon", "text"', 'neon'],
    ['a link to a sheet without an anchor', '"sheet": "Coverage"', '"sheet": "About"', 'About'],
    ['two sheets of one name', '"name": "Gaps"', '"name": "coverage"', 'coverage'],
    ['an unknown kind of block', '"kind": "contents"', '"kind": "chart"', 'kind'],
    ['an unknown key', '"frozenColumns": 2', '"frozen": 2', 'frozen'],
  ])('for %s', (_, found, changed, named) => {
    expect(workbookText).toContain(found)
    const failure = failureOf(workbookText.replace(found, changed))
    expect(failure.exitCode).toBe(exitCodes.usage)
    expect(failure.message).toContain('mine/workbook.json')
    expect(failure.message).toContain(named)
  })

  it('for a palette that only the tables name', () => {
    const copy = structuredClone(tables)
    const [first] = copy.tables.gaps?.columns ?? []
    if (first !== undefined) first.palette = 'neon'
    expect(failureOf(workbookText, copy).message).toContain('neon')
  })
})
