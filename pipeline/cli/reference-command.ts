import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { type ExitCode, exitCodes, Failure } from '../model/failure.js'
import type { AttackReference, D3fendReference, Reference } from '../model/reference.js'
import {
  attackText,
  d3fendText,
  makeAttackReference,
  makeD3fendReference,
  type SourceFile,
} from '../reference/index.js'
import { readReference, writeReference } from '../system/reference-files.js'

/** The words of `control-coverage reference`. */
export interface ReferenceOptions {
  attack?: string
  attackVersion?: string
  attackDate?: string
  pagesAttack?: string
  pagesAttackVersion?: string
  d3fend?: string
  d3fendVersion?: string
  d3fendDate?: string
  to: string
}

/**
 * Makes the tables that pages are judged by of MITRE's own files, and shows what came out.
 *
 * What no file is given for is taken over from the tables of this package, so that the folder is always whole.
 */
export async function referenceCommand(
  options: ReferenceOptions,
  print: (text: string) => void,
): Promise<ExitCode> {
  if (options.attack === undefined && options.d3fend === undefined) {
    throw new Failure('There is nothing to make a reference of.', 'Name a file with --attack or --d3fend.', {
      exitCode: exitCodes.usage,
    })
  }
  const own = await ownTables()
  const attack = await attackOf(options, own)
  const d3fend = await d3fendOf(options, own)
  await writeReference(options.to, { attack: attackText(attack), d3fend: d3fendText(d3fend) })
  print(`${describeAttack(attack)}\n${describeD3fend(d3fend)}\n`)
  return exitCodes.done
}

async function attackOf(options: ReferenceOptions, own: Reference | null): Promise<AttackReference> {
  const { attack, attackVersion = null, attackDate = null, pagesAttack, pagesAttackVersion = null } = options
  if (attack === undefined) return present(own, '--attack').attack
  const pages = {
    file: pagesAttack === undefined ? null : await sourceFile(pagesAttack, '--pages-attack'),
    said: { version: pagesAttackVersion, date: null },
    earlier: own?.attack ?? null,
  }
  const said = { version: attackVersion, date: attackDate }
  return makeAttackReference(await sourceFile(attack, '--attack'), said, pages)
}

async function d3fendOf(options: ReferenceOptions, own: Reference | null): Promise<D3fendReference> {
  const { d3fend, d3fendVersion = null, d3fendDate = null } = options
  if (d3fend === undefined) return present(own, '--d3fend').d3fend
  const said = { version: d3fendVersion, date: d3fendDate }
  return makeD3fendReference(await sourceFile(d3fend, '--d3fend'), said)
}

/** This package's tables, or null where it has none yet: they are made by this command too. */
async function ownTables(): Promise<Reference | null> {
  try {
    return await readReference(null)
  } catch (error) {
    if (error instanceof Failure) return null
    throw error
  }
}

function present(own: Reference | null, option: string): Reference {
  if (own !== null) return own
  throw new Failure('There are no tables yet to take the rest from.', `Give ${option} too.`, {
    exitCode: exitCodes.usage,
  })
}

async function sourceFile(path: string, option: string): Promise<SourceFile> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new Failure(`The file ${path} could not be read.`, `Check the path given with ${option}.`, {
      exitCode: exitCodes.usage,
      cause,
    })
  })
  return { file: basename(path), bytes }
}

function describeAttack({ version, pagesVersion, techniques, source }: AttackReference): string {
  const today = (status: string) => techniques.filter((each) => each.today?.status === status).length
  const before = techniques.filter((each) => each.before !== null).length
  return (
    `attack.json  ATT&CK ${version} of ${source.file}: ${today('active')} techniques active, ` +
    `${today('revoked')} revoked, ${today('deprecated')} deprecated; ${before} were in ${pagesVersion}, which the pages speak of`
  )
}

function describeD3fend({ version, techniques, source }: D3fendReference): string {
  return `d3fend.json  D3FEND ${version} of ${source.file}: ${techniques.length} countermeasures`
}
