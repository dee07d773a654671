import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { exitCodes, Failure } from '../../pipeline/model/failure.js'
import { csvHeader } from '../../pipeline/render/table/definitions.js'
import { readTableDefinitions } from '../../pipeline/render/table/read-definitions.js'

const text = readFileSync('templates/coverage/tables.json', 'utf8')
const definitions = readTableDefinitions(text, 'tables.json')

/** The default definitions with one table changed, as text. */
function changed(
  table: string,
  change: (it: { columns: Record<string, unknown>[]; [key: string]: unknown }) => void,
) {
  const copy = JSON.parse(text)
  change(copy.tables[table])
  return JSON.stringify(copy)
}

function failureOf(written: string): Failure {
  try {
    readTableDefinitions(written, 'mine/tables.json')
  } catch (error) {
    if (error instanceof Failure) return error
    throw error
  }
  throw new Error('the definitions were accepted')
}

describe('the default tables', () => {
  it.each([
    ['techniques', 'technique_id,name,tactics'],
    ['mappings', 'technique_id,category,source,last_accessed,declared_total,declared_count,listed_count'],
    ['resources', 'resource_id,technique_id,category,source,label,url,link_state,file,line'],
    ['links', 'url,state,target,evidence'],
    ['findings', 'finding_id,code,severity,technique_id,file,line,message'],
    ['gaps', 'gap_id,technique_id,category'],
  ])('%s begin with the columns that scripts rely on', (name, keys) => {
    const headers = definitions.tables[name]?.columns.map(csvHeader) ?? []
    expect(headers.slice(0, keys.split(',').length).join()).toBe(keys)
  })

  it('are written as CSV under the names that scripts rely on', () => {
    const written = Object.entries(definitions.tables).filter(([, table]) => table.csv)
    expect(written.map(([name]) => name).sort()).toEqual([
      'changes',
      'decisions',
      'findings',
      'gaps',
      'links',
      'mappings',
      'resources',
      'techniques',
    ])
  })
})

describe('the CSV header', () => {
  it.each([
    ['Technique ID', 'technique_id'],
    ['URL', 'url'],
    ['Age (days)', 'age_days'],
    ['Größe  in %', 'größe_in'],
  ])('of %s is %s', (heading, header) => expect(csvHeader({ heading })).toBe(header))

  it('is what the definition says, where it says so', () => {
    expect(csvHeader({ heading: 'Technique ID', csv: 'id' })).toBe('id')
  })
})

describe('a broken definition fails before any rendering', () => {
  it('naming file, table and column for a field that rows lack', () => {
    const failure = failureOf(
      changed('techniques', (table) => {
        Object.assign(table.columns[3] ?? {}, { field: 'policy.levle', heading: 'Level' })
      }),
    )
    expect(failure.exitCode).toBe(exitCodes.usage)
    for (const named of ['mine/tables.json', 'techniques', 'column 4', 'Level', 'policy.levle']) {
      expect(failure.message).toContain(named)
    }
    expect(failure.remedy).toContain('policy.level')
  })

  it.each<[string, (it: { columns: Record<string, unknown>[]; [key: string]: unknown }) => void]>([
    ['an unknown key', (it) => Object.assign(it, { colour: 'red' })],
    ['an unknown key of a column', (it) => Object.assign(it.columns[0] ?? {}, { colour: 'red' })],
    ['a field that is no value but a group', (it) => Object.assign(it.columns[0] ?? {}, { field: 'policy' })],
    ['a field of the prototype', (it) => Object.assign(it.columns[0] ?? {}, { field: 'constructor' })],
    ['a link field that rows lack', (it) => Object.assign(it.columns[0] ?? {}, { link: 'href' })],
    ['a type that the field is not', (it) => Object.assign(it.columns[0] ?? {}, { type: 'integer' })],
    ['two columns of one name', (it) => Object.assign(it.columns[0] ?? {}, { heading: 'name' })],
    ['a heading without letters', (it) => Object.assign(it.columns[0] ?? {}, { heading: '—' })],
    ['rows that are no list', (it) => Object.assign(it, { rows: 'totals' })],
    ['a key that is no column', (it) => Object.assign(it, { key: ['policy.level', 'nothing'] })],
    [
      'a reference to no table',
      (it) => Object.assign(it, { refers: [{ fields: ['id'], table: 'x', to: ['id'] }] }),
    ],
  ])('for %s', (_, change) => {
    const failure = failureOf(changed('techniques', change))
    expect(failure.exitCode).toBe(exitCodes.usage)
    expect(failure.message).toContain('mine/tables.json')
  })

  it('naming the line for a file that is no JSON', () => {
    const failure = failureOf('{\n  "tables": {\n    oops\n')
    expect(failure.exitCode).toBe(exitCodes.usage)
    expect(failure.message).toContain('line 3')
  })

  it('telling all faults at once', () => {
    const failure = failureOf(
      changed('gaps', (table) => {
        Object.assign(table.columns[3] ?? {}, { field: 'one' })
        Object.assign(table.columns[4] ?? {}, { field: 'two' })
      }),
    )
    expect(failure.message).toContain('"one"')
    expect(failure.message).toContain('"two"')
  })
})
