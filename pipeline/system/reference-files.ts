import { mkdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { z } from 'zod'
import { sha256 } from '../model/digest.js'
import { errorCode } from '../model/error-text.js'
import { exitCodes, Failure } from '../model/failure.js'
import { AttackReference, D3fendReference, type Reference } from '../model/reference.js'
import { writeWholeFile } from './whole-file.js'

/** The folder of the tables that come with this package. */
const ownReference = fileURLToPath(new URL('../../data/reference', import.meta.url))

const files = { attack: 'attack.json', d3fend: 'd3fend.json' } as const

/**
 * The ATT&CK and D3FEND tables of a folder; those of this package where none is named.
 *
 * @throws {Failure} (exit 3) where a table is missing or of another form, before any work
 */
export async function readReference(folder: string | null): Promise<Reference> {
  const at = folder ?? ownReference
  const attack = await readTable(at, files.attack, AttackReference)
  const d3fend = await readTable(at, files.d3fend, D3fendReference)
  return {
    attack: attack.table,
    d3fend: d3fend.table,
    sha256: { attack: attack.sha256, d3fend: d3fend.sha256 },
    bytes: { attack: attack.bytes, d3fend: d3fend.bytes },
  }
}

async function readTable<Schema extends z.ZodType>(folder: string, file: string, schema: Schema) {
  const unreadable = (why: string, cause: unknown) =>
    new Failure(
      `The reference table ${file} of ${basename(folder)} ${why}.`,
      'Make it with `control-coverage reference`, or leave --reference out.',
      { exitCode: exitCodes.usage, cause },
    )
  const bytes = await readFile(join(folder, file)).catch((cause: unknown) => {
    throw unreadable('could not be read', cause)
  })
  let value: unknown
  try {
    value = JSON.parse(bytes.toString('utf8'))
  } catch (cause) {
    throw unreadable('is no JSON', cause)
  }
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw unreadable('does not fit its schema', parsed.error)
  return { table: parsed.data, sha256: sha256(bytes), bytes: bytes.length }
}

/** Writes the texts of the two tables into a folder, each by one rename. A Failure where that cannot be done. */
export async function writeReference(
  folder: string,
  texts: Record<keyof typeof files, string>,
): Promise<void> {
  try {
    await mkdir(folder, { recursive: true })
    for (const name of ['attack', 'd3fend'] as const) writeWholeFile(join(folder, files[name]), texts[name])
  } catch (cause) {
    const code = errorCode(cause) ?? 'unknown error'
    throw new Failure(`The folder ${folder} could not be written to (${code}).`, 'Name another with --to.', {
      cause,
    })
  }
}
