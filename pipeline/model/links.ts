import { z } from 'zod'

export const LinkState = z.enum(['alive', 'moved', 'dead', 'blocked', 'unreachable', 'unchecked', 'refused'])
export type LinkState = z.infer<typeof LinkState>

export const LinkMethod = z.enum(['http', 'tree', 'reference', 'carried'])
export type LinkMethod = z.infer<typeof LinkMethod>

export const LinkEvidence = z.enum([
  'identity',
  'content',
  'rename',
  'name',
  'majority',
  'redirect',
  'refresh',
  'reference',
])

export const LinkRole = z.enum(['resource', 'trail', 'locator', 'source', 'technique', 'description'])
export type LinkRole = z.infer<typeof LinkRole>

export const LinkPlace = z.strictObject({ file: z.string(), line: z.int().min(1), role: LinkRole })
export type LinkPlace = z.infer<typeof LinkPlace>

/** What one look at a link found. Kept in the link's history. */
export const LinkSighting = z.strictObject({
  at: z.string().describe('ISO 8601, UTC'),
  state: LinkState,
  reason: z.string().nullable(),
})
export type LinkSighting = z.infer<typeof LinkSighting>

/** What is known of one distinct URL, and since when. */
export const LinkRecord = z.strictObject({
  url: z.string(),
  state: LinkState,
  reason: z.string().nullable().describe('a short code for why, such as http-404, timeout, offline'),
  confirmed: z.boolean().describe("for dead links: a repository's tree says so, or two failures 24 h apart"),
  method: LinkMethod.nullable().describe('how the state is known; null where nothing was asked'),
  status: z.int().nullable().describe('HTTP status of the last answer'),
  finalUrl: z.string().nullable().describe('address reached after redirects, where it differs'),
  target: z.string().nullable().describe('where the content of a moved link went'),
  evidence: LinkEvidence.nullable(),
  certainty: z.enum(['high', 'medium', 'low']).nullable(),
  candidates: z.array(z.string()),
  checkedAt: z.string().nullable().describe('ISO 8601, UTC; when the state was last learnt'),
  firstSeen: z.string().nullable(),
  lastAlive: z.string().nullable(),
  deadSince: z.string().nullable(),
  attempts: z.int().min(0).describe('requests made for it in this run'),
  history: z.array(LinkSighting).describe('last states, newest last'),
  places: z.array(LinkPlace),
})
export type LinkRecord = z.infer<typeof LinkRecord>

/** Whether the check could ask anybody, and if not, why; every report says this first. */
export const NetworkState = z.strictObject({
  state: z.enum(['online', 'offline', 'no-network', 'interrupted']),
  detail: z.string().nullable().describe('one sentence'),
  viaProxy: z.boolean().describe('names were resolved by a proxy, not here'),
})
export type NetworkState = z.infer<typeof NetworkState>

/** `links.json`: every distinct URL, sorted by `url`. */
export const Links = z.strictObject({
  schemaVersion: z.string(),
  checkedAt: z.string().describe('ISO 8601, UTC'),
  network: NetworkState,
  links: z.array(LinkRecord),
})
export type Links = z.infer<typeof Links>
