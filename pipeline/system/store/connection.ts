import { existsSync } from 'node:fs'
import type Database from 'libsql'
import { isDamage } from './damage.js'
import { closeFile, openFile, replaceFile, type StoreFile } from './open-file.js'

/** What a piece of work may do with the store. Statements are prepared once. */
export interface Session {
  prepare(sql: string): Database.Statement
  exec(sql: string): void
  isInTransaction(): boolean
}

/** The way of one process to the store of a folder. */
export interface Connection {
  /** Does a piece of work that leaves no transaction open; anew where the store turns out to be damaged half-way. */
  use<Value>(work: (session: Session) => Value): Value
  /** The same; what was written is on the disk when it returns, so that not even a power cut takes it. */
  durably<Value>(work: (session: Session) => Value): Value
  close(): void
}

/**
 * Opens the store of a folder and follows it: where another process has set it aside for damage, the next piece of work is done
 * on its successor, and where this one meets the damage it does so itself. `warn` is told of each.
 */
export function connect(
  folder: string,
  warn: (sentence: string) => void,
  check: (database: Database.Database) => void,
): Connection {
  let file = openFile(folder, warn, check)
  let session = sessionOf(file)
  const change = (next: () => StoreFile) => {
    file.database.close()
    file = next()
    session = sessionOf(file)
  }
  const use = <Value>(work: (session: Session) => Value): Value => {
    // Whoever sets a store aside renames it.
    if (!existsSync(file.path)) change(() => openFile(folder, warn, check))
    try {
      return work(session)
    } catch (error) {
      if (!isDamage(error)) throw error
      const { path } = file
      change(() => replaceFile(folder, path, warn))
      return work(session)
    }
  }
  return {
    use,
    durably: (work) =>
      use((each) => {
        each.exec('PRAGMA synchronous = FULL')
        try {
          return work(each)
        } finally {
          each.exec('PRAGMA synchronous = NORMAL')
        }
      }),
    close: () => closeFile(file),
  }
}

function sessionOf({ database }: StoreFile): Session {
  const statements = new Map<string, Database.Statement>()
  return {
    prepare(sql) {
      const known = statements.get(sql) ?? database.prepare(sql)
      statements.set(sql, known)
      return known
    },
    exec: (sql) => void database.exec(sql),
    isInTransaction: () => database.inTransaction,
  }
}
