import { mkdirSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import type Database from 'libsql'
import { z } from 'zod'
import { errorText } from '../model/error-text.js'
import type { AnswerCache } from '../model/http.js'
import { openDatabase } from './database.js'
import { DamagedStore, isDamage } from './store/damage.js'
import { setAside } from './store/store-names.js'

/** Version of the table, kept in the file's `user_version`; a file of a newer one is left alone. */
const cacheVersion = 1

const maxBodyBytes = 64 * 1024 * 1024
const dayMs = 24 * 60 * 60_000

const Row = z.object({ etag: z.string(), link: z.string().nullable(), body: z.instanceof(Uint8Array) })

const OldestRow = z.object({ url: z.string(), bytes: z.number() })

export interface AnswerCacheLimits {
  /** Of all compressed bodies together, in bytes; what was used longest ago goes first. */
  maxBytes: number
  /** Days after which an answer that nobody used is forgotten. */
  maxAgeDays: number
  /** Milliseconds of the epoch. */
  now(): number
}

export interface OpenAnswerCache extends AnswerCache {
  close(): void
  /** What the user should know of how it was opened, such as a damaged file that was set aside. */
  warnings: string[]
}

/**
 * The answers of APIs in the SQLite file at `path`, bodies compressed; made if it is not there; a damaged file is set aside and
 * begun anew.
 *
 * It holds addresses and what was answered, nothing of who asked. Where the file cannot be used at all nothing is
 * remembered: it only saves requests.
 */
export function openAnswerCache(path: string, limits: Partial<AnswerCacheLimits> = {}): OpenAnswerCache {
  const whole = { maxBytes: 64 * 1024 * 1024, maxAgeDays: 90, now: Date.now, ...limits }
  try {
    mkdirSync(dirname(path), { recursive: true })
    return opened(path, whole)
  } catch (error) {
    if (!isDamage(error)) return nothing(path, error)
  }
  try {
    const aside = basename(setAside(path) ?? path)
    const warning = `The cache ${basename(path)} was damaged: it was kept as ${aside} and begun anew.`
    return { ...opened(path, whole), warnings: [warning] }
  } catch (error) {
    return nothing(path, error)
  }
}

/** A cache that knows nothing, for a run that must go on. */
function nothing(path: string, error: unknown): OpenAnswerCache {
  const why = errorText(error).replace(/\.$/, '')
  return {
    recall: () => null,
    remember: () => undefined,
    close: () => undefined,
    warnings: [`The cache ${basename(path)} is not used in this run: ${why}.`],
  }
}

function opened(path: string, limits: AnswerCacheLimits): OpenAnswerCache {
  const database = openDatabase(path)
  try {
    prepare(database, limits)
    return answerCache(database, limits)
  } catch (error) {
    database.close()
    throw error
  }
}

function prepare(database: Database.Database, { maxAgeDays, now }: AnswerCacheLimits): void {
  database.exec('PRAGMA busy_timeout = 5000')
  const version = numberIn(database.prepare('PRAGMA user_version').get())
  if (version > cacheVersion) throw new Error(`it is of version ${version}, newer than this program`)
  const health = database.prepare('PRAGMA quick_check(1)').get()
  if (!Object.values(health ?? {}).includes('ok')) throw new DamagedStore('quick_check failed')
  // No WAL: nobody reads while it is written to, and one file is set aside more surely than three.
  database.exec('PRAGMA journal_mode = TRUNCATE')
  // Whatever a power cut takes can be asked again.
  database.exec('PRAGMA synchronous = OFF')
  database.exec(
    'CREATE TABLE IF NOT EXISTS answer (url TEXT PRIMARY KEY, etag TEXT NOT NULL, link TEXT, body BLOB NOT NULL, used_ms INTEGER NOT NULL)',
  )
  database.exec('CREATE INDEX IF NOT EXISTS answer_used ON answer (used_ms)')
  database.exec(`PRAGMA user_version = ${cacheVersion}`)
  database.prepare('DELETE FROM answer WHERE used_ms < ?').run(now() - maxAgeDays * dayMs)
}

function answerCache(database: Database.Database, { maxBytes, now }: AnswerCacheLimits): OpenAnswerCache {
  const select = database.prepare('SELECT etag, link, body FROM answer WHERE url = ?')
  const touch = database.prepare('UPDATE answer SET used_ms = ? WHERE url = ?')
  const insert = database.prepare(
    'INSERT INTO answer (url, etag, link, body, used_ms) VALUES (?, ?, ?, ?, ?)',
  )
  const size = database.prepare('SELECT LENGTH(body) AS bytes FROM answer WHERE url = ?')
  const forget = database.prepare('DELETE FROM answer WHERE url = ?')
  const oldest = database.prepare(
    'SELECT url, LENGTH(body) AS bytes FROM answer ORDER BY used_ms, url LIMIT 1',
  )
  let heldBytes = numberIn(
    database.prepare('SELECT COALESCE(SUM(LENGTH(body)), 0) AS bytes FROM answer').get(),
  )

  function makeRoom(bytes: number): void {
    while (heldBytes + bytes > maxBytes) {
      const row = OldestRow.safeParse(oldest.get())
      if (!row.success) return
      forget.run(row.data.url)
      heldBytes -= row.data.bytes
    }
  }

  return {
    warnings: [],
    recall(url) {
      try {
        const row = Row.safeParse(select.get(url))
        if (!row.success) return null
        const { etag, link, body } = row.data
        // gzip's own checksum tells a damaged body.
        const answer = { etag, link, body: gunzipSync(body, { maxOutputLength: maxBodyBytes }) }
        touch.run(now(), url)
        return answer
      } catch {
        return null
      }
    },
    remember(url, { etag, link, body }) {
      try {
        const packed = gzipSync(body)
        if (packed.length > maxBytes / 4) return
        heldBytes -= numberIn(size.get(url))
        forget.run(url)
        makeRoom(packed.length)
        insert.run(url, etag, link, packed, now())
        heldBytes += packed.length
      } catch {
        // A full disk costs the next run some requests.
      }
    },
    close: () => void database.close(),
  }
}

/** The number in a row of one column. */
function numberIn(row: unknown): number {
  const [value] = typeof row === 'object' && row !== null ? Object.values(row) : []
  return typeof value === 'number' ? value : 0
}
