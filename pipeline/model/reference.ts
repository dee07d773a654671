import { z } from 'zod'

const day = z.string().regex(/^\d{4}(-\d{2}(-\d{2})?)?$/)

/** What MITRE asks to be printed wherever its content is reproduced (terms of use of ATT&CK and D3FEND). */
export const mitreNotice =
  '© The MITRE Corporation. This work is reproduced and distributed with the permission of The MITRE Corporation.'

/** The file that a reference table was made of, so that an auditor can make it again. */
export const ReferenceSource = z.strictObject({
  file: z.string().describe('name of the file, without its folder'),
  form: z.enum(['table', 'stix', 'd3fend-csv', 'd3fend-json']).describe('how the file was read'),
  sha256: z.string().describe('SHA-256 of its bytes'),
})
export type ReferenceSource = z.infer<typeof ReferenceSource>

export const TechniqueStatus = z
  .enum(['active', 'revoked', 'deprecated'])
  .describe('revoked: replaced by another; deprecated: given up without a successor')
export type TechniqueStatus = z.infer<typeof TechniqueStatus>

const shortTactics = z.array(z.string()).describe("ATT&CK's short names, such as initial-access")

export const AttackTactic = z.strictObject({
  shortName: z.string().describe('such as initial-access'),
  name: z.string().describe('such as Initial Access'),
})
export type AttackTactic = z.infer<typeof AttackTactic>

const pastTechnique = z.strictObject({
  name: z.string().describe('its name in that version'),
  status: TechniqueStatus,
  tactics: shortTactics,
})

const presentTechnique = pastTechnique.extend({
  revokedBy: z.string().nullable().describe('id of the technique that it was revoked for, or null'),
  current: z
    .string()
    .nullable()
    .describe('end of the chain of successors; its own id where it stands; null where there is none'),
})

export const AttackTechnique = z.strictObject({
  id: z.string().describe('ATT&CK id, such as T1071.001'),
  today: presentTechnique.nullable().describe('what it is today, or null where ATT&CK has it no more'),
  before: pastTechnique.nullable().describe('what it was in the version of the pages, or null'),
})
export type AttackTechnique = z.infer<typeof AttackTechnique>

/** `data/reference/attack.json`: ATT&CK Enterprise in two versions, that of the pages and today's. */
export const AttackReference = z.strictObject({
  notice: z.literal(mitreNotice).describe('whose work it is'),
  version: z.string().describe("today's version, such as 19.1"),
  date: day.nullable().describe('when that version came out, as exactly as is known, or null'),
  source: ReferenceSource.describe("what today's version was read from"),
  pagesVersion: z.string().describe('version that the pages speak of, such as 10.1'),
  pagesSource: ReferenceSource.describe('what the version of the pages was read from'),
  tactics: z.array(AttackTactic).describe("today's tactics, by short name"),
  pagesTactics: z.array(AttackTactic).describe('tactics of the version of the pages, by short name'),
  techniques: z.array(AttackTechnique).describe('by id'),
})
export type AttackReference = z.infer<typeof AttackReference>

export const D3fendTechnique = z.strictObject({
  id: z.string().describe('such as D3-AL'),
  name: z.string().describe('its label, such as Account Locking'),
  slug: z.string().describe('last part of its address, such as AccountLocking'),
  tactic: z.string().nullable().describe('such as Evict, or null where the source does not say'),
  deprecated: z.boolean().describe('whether D3FEND advises against it'),
  synonyms: z.array(z.string()).describe('other labels that D3FEND knows it by'),
})
export type D3fendTechnique = z.infer<typeof D3fendTechnique>

/** `data/reference/d3fend.json`: the countermeasures of D3FEND. */
export const D3fendReference = z.strictObject({
  notice: z.literal(mitreNotice).describe('whose work it is'),
  version: z.string().describe('such as 1.2.0'),
  date: day.nullable().describe('when that version came out, as exactly as is known, or null'),
  source: ReferenceSource.describe('what it was read from'),
  techniques: z.array(D3fendTechnique).describe('by id'),
})
export type D3fendReference = z.infer<typeof D3fendReference>

/** The tables that pages are held against, with the SHA-256 of the files that they were read from. */
export interface Reference {
  attack: AttackReference
  d3fend: D3fendReference
  sha256: { attack: string; d3fend: string }
  /** Sizes of those files. */
  bytes: { attack: number; d3fend: number }
}

/** The short name of a tactic however it is written: `Command and Control` is `command-and-control`. */
export function tacticShortName(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '-')
}

/** `Command and Control` of `command-and-control`: ATT&CK's names are their short names in title case. */
export function tacticName(shortName: string): string {
  return shortName
    .split('-')
    .map((word) => (word === 'and' ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join(' ')
}
