import { z } from 'zod'

const count = z.int().min(0)

/** Which editions of ATT&CK and D3FEND the pages were held against, and how many differ from them. */
export const ReferenceSummary = z.strictObject({
  attackVersion: z.string().describe('version of ATT&CK Enterprise that was judged by, such as 19.1'),
  attackDate: z.string().nullable().describe('when it came out, as exactly as is known, or null'),
  attackSource: z.string().describe('file that its table was made of'),
  attackSha256: z.string().describe('SHA-256 of the table'),
  attackPagesVersion: z.string().describe('version of ATT&CK that the pages are taken to speak of'),
  d3fendVersion: z.string().describe('version of D3FEND that was judged by, such as 1.2.0'),
  d3fendDate: z.string().nullable().describe('when it came out, as exactly as is known, or null'),
  d3fendSource: z.string().describe('file that its table was made of'),
  d3fendSha256: z.string().describe('SHA-256 of the table'),
  revoked: count.describe('pages whose technique ATT&CK has revoked'),
  deprecated: count.describe('pages whose technique ATT&CK has deprecated'),
  renamed: count.describe('pages whose technique stands and bears another name today'),
  unknown: count.describe('pages whose technique ATT&CK does not have'),
  tacticsChanged: count.describe('pages whose technique stands under other tactics today'),
  tacticsRenamed: count.describe("of those: by nothing but one tactic's new name"),
  countermeasuresRenamed: count.describe(
    'rows whose countermeasure has another label or address in D3FEND today',
  ),
  countermeasuresUnknown: count.describe('rows whose countermeasure D3FEND does not have'),
})
export type ReferenceSummary = z.infer<typeof ReferenceSummary>
