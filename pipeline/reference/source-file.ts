import { sha256 } from '../model/digest.js'
import { exitCodes, Failure } from '../model/failure.js'
import type { ReferenceSource } from '../model/reference.js'

/** A file that a reference is made of, as read. */
export interface SourceFile {
  /** Its name, without its folder. */
  file: string
  bytes: Uint8Array
}

/** What the command line knows better than a file, or what the file does not say. */
export interface Said {
  version: string | null
  date: string | null
}

/** The text of a file: UTF-8, without its byte order mark. A Failure (exit 3) where it is no UTF-8. */
export function textOf({ file, bytes }: SourceFile): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw unfit(file, 'it is no UTF-8 text', cause)
  }
}

/** The value of a JSON text. A Failure (exit 3) where it is none. */
export function jsonOf(file: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw unfit(file, 'it is no JSON', cause)
  }
}

/** Whether a text can only be JSON: no table of ours or MITRE's begins with a brace. */
export function looksLikeJson(text: string): boolean {
  return /^\s*[{[]/.test(text)
}

/** Where a table came from, as it is written into the table. */
export function sourceOf({ file, bytes }: SourceFile, form: ReferenceSource['form']): ReferenceSource {
  return { file, form, sha256: sha256(bytes) }
}

/** The version or a Failure (exit 3) that names the option to give it by. */
export function versionOr(version: string | null, file: string, option: string): string {
  if (version !== null) return version
  throw new Failure(`${file} does not say which version it is of.`, `Say it with ${option}.`, {
    exitCode: exitCodes.usage,
  })
}

/** The Failure (exit 3) for a file that no reference can be made of. */
export function unfit(file: string, why: string, cause?: unknown): Failure {
  return new Failure(
    `No reference can be made of ${file}: ${why}.`,
    'Give ATT&CK as a STIX 2.x bundle (enterprise-attack.json) or as the table described in data/README.md, ' +
      'D3FEND as the CSV or JSON that d3fend.mitre.org offers.',
    { exitCode: exitCodes.usage, cause },
  )
}
