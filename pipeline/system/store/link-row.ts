import { z } from 'zod'
import { sha256 } from '../../model/digest.js'
import type { RememberedLink } from '../../model/link-memory.js'
import { DamagedStore } from './damage.js'

const Row = z.object({ url: z.string(), knowledge: z.string(), checksum: z.string() })

const Waiting = z.strictObject({
  at: z.string(),
  address: z.string(),
  method: z.enum(['HEAD', 'GET']),
  isWhole: z.boolean(),
  isHeadAsked: z.boolean(),
  hops: z.array(
    z.strictObject({
      by: z.enum(['redirect', 'refresh', 'canonical']),
      permanent: z.boolean(),
      address: z.string(),
    }),
  ),
  attempts: z.int(),
  failures: z.int(),
  rateLimited: z.int(),
  missing: z.int(),
  setback: z.strictObject({ state: z.string(), reason: z.string().nullable(), status: z.int().nullable() }),
})

const Knowledge = z.strictObject({
  url: z.string(),
  state: z.string(),
  reason: z.string().nullable(),
  status: z.int().nullable(),
  finalUrl: z.string().nullable(),
  target: z.string().nullable(),
  evidence: z.string().nullable(),
  certainty: z.string().nullable(),
  candidates: z.array(z.string()),
  checkedAt: z.string(),
  // Rows of version 1 lack these.
  method: z.string().nullable().default(null),
  attempts: z.int().default(0),
  confirmed: z.boolean().default(false),
  deadCommit: z.string().nullable().default(null),
  validator: z
    .strictObject({ address: z.string(), etag: z.string().nullable(), lastModified: z.string().nullable() })
    .nullable()
    .default(null),
  tree: z
    .strictObject({
      repository: z.string(),
      by: z.enum(['mirror', 'clone', 'api']),
      commit: z.string().nullable(),
    })
    .nullable()
    .default(null),
  firstSeen: z.string(),
  lastAlive: z.string().nullable(),
  deadSince: z.string().nullable(),
  failingSince: z.string().nullable(),
  waiting: Waiting.optional(),
  history: z.array(z.strictObject({ at: z.string(), state: z.string(), reason: z.string().nullable() })),
}) satisfies z.ZodType<RememberedLink>

/** What a row must carry for its two other cells to be believed. */
export function checksumOf(url: string, knowledge: string): string {
  return sha256(`${url}\n${knowledge}`).slice(0, 16)
}

/** The cell that holds what is known; throws {@link DamagedStore} where the row is not as it was written. */
export function assertUntouched(row: unknown): string {
  const read = Row.safeParse(row)
  if (!read.success) throw new DamagedStore('a cell is missing')
  const { url, knowledge, checksum } = read.data
  if (checksum !== checksumOf(url, knowledge)) throw new DamagedStore('a checksum is wrong')
  return knowledge
}

/** The link that a row holds; throws {@link DamagedStore} where the row is not as it was written. */
export function decodeRow(row: unknown): RememberedLink {
  const knowledge = assertUntouched(row)
  const link = Knowledge.safeParse(JSON.parse(knowledge))
  if (!link.success) throw new DamagedStore('a row is of no known form')
  return link.data
}
