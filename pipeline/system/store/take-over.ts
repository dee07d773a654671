import { existsSync, lstatSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type Database from 'libsql'
import { refuseLink } from '../database.js'
import { codeOf } from './damage.js'
import { setAside } from './store-names.js'

/** Columns of the tables that a store may take over from another file. */
const columnsOf = {
  link: 'url, knowledge, checksum',
  begun_run: 'only, run_id, since',
  run: 'number, run_id, command, process, started, keep_runs, keep_monthly, ended, outcome, exit_code, reason',
  watch: 'only, schedule, since',
  slot: 'slot, number, state, started, ended, exit_code, ended_by, run_id',
} as const

type Table = keyof typeof columnsOf

/** Before there was one store, each part had a file of its own. */
const earlierFiles: readonly { name: string; tables: readonly Table[] }[] = [
  { name: 'links.db', tables: ['link', 'begun_run'] },
  { name: 'journal.db', tables: ['run'] },
  { name: 'schedule/schedule.db', tables: ['watch', 'slot'] },
]

/** A file whose rows go into the store that is being made. */
export interface Source {
  path: string
  tables: readonly Table[]
}

/**
 * The files of earlier versions in that folder. What is left of one that was being removed goes. A Failure where a link leads
 * to one: it would be read, and removed, elsewhere.
 */
export function earlierSources(folder: string): Source[] {
  return earlierFiles
    .map(({ name, tables }) => ({ path: join(folder, name), tables }))
    .filter(({ path }) => {
      if (dirname(path) !== folder) refuseLink(dirname(path))
      if (statSync(dirname(path), { throwIfNoEntry: false })?.isDirectory() !== true) return false
      refuseLink(path)
      const found = lstatSync(path, { throwIfNoEntry: false })
      if (found === undefined) remove(path)
      return found?.isFile() === true
    })
}

/** What of a damaged store is worth reading: small, and without a successor. Links are asked anew. */
export const worthReading: readonly Table[] = ['run', 'watch', 'slot']

/** What became of the rows of each table: how many were copied, or null where they could not be read. */
export type TakenOver = Map<Table, number | null>

/**
 * Lets `fill` copy the rows of other files into the store while they stand beside it; the connection must not be in a
 * transaction before, and is in one while `fill` is called.
 */
export function beside(
  database: Database.Database,
  sources: readonly Source[],
  work: (copy: () => TakenOver[]) => void,
): void {
  const schemas = sources.map(({ path }, index) => attached(database, path, `source${index}`))
  try {
    work(() =>
      sources.map(({ tables }, index) => {
        const schema = schemas[index] ?? null
        return new Map(tables.map((table) => [table, schema === null ? null : copy(database, schema, table)]))
      }),
    )
  } finally {
    for (const schema of schemas) if (schema !== null) database.exec(`DETACH ${schema}`)
  }
}

function attached(database: Database.Database, path: string, schema: string): string | null {
  // SQLite would make a database of nothing.
  if (isEmpty(path)) return null
  try {
    database.prepare(`ATTACH ? AS ${schema}`).run(path)
    return schema
  } catch {
    return null
  }
}

function copy(database: Database.Database, schema: string, table: Table): number | null {
  const columns = columnsOf[table]
  const into = `INSERT OR IGNORE INTO main.${table} (${columns})`
  database.exec('SAVEPOINT copying')
  try {
    const { changes } = database.prepare(`${into} SELECT ${columns} FROM ${schema}.${table}`).run()
    database.exec('RELEASE copying')
    return changes
  } catch (error) {
    database.exec('ROLLBACK TO copying')
    database.exec('RELEASE copying')
    if (codeOf(error).startsWith('SQLITE_FULL')) throw error
    return null
  }
}

/**
 * Removes files of earlier versions: the store has their rows. One that could not be read is set aside, unless nothing was
 * ever written to it; gives their new names.
 */
export function retire(sources: readonly Source[], taken: readonly TakenOver[]): string[] {
  return sources.flatMap(({ path }, index) => {
    const isRead = [...(taken[index]?.values() ?? [])].every((rows) => rows !== null)
    if (!isRead && !isEmpty(path)) return setAside(path) ?? []
    remove(path)
    return []
  })
}

/** Whether nothing is there, or a file that nothing was ever written to. */
function isEmpty(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false })
  return found === undefined || (found.isFile() && found.size === 0)
}

/** The file goes before its journal: without a file a journal is nothing, without its journal a file may be of the day before. */
function remove(path: string): void {
  for (const suffix of ['', '-wal', '-shm'])
    if (existsSync(path + suffix)) rmSync(path + suffix, { force: true })
}
