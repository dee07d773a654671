import { z } from 'zod'
import { Place } from './place.js'
import { SchemaVersion } from './version.js'

export const LinkState = z
  .enum(['alive', 'moved', 'dead', 'blocked', 'unreachable', 'unchecked', 'refused'])
  .describe('what is known of the link')
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

export const LinkRole = z
  .enum(['resource', 'trail', 'locator', 'source', 'technique', 'description'])
  .describe('what the link is to its page')
export type LinkRole = z.infer<typeof LinkRole>

export const LinkPlace = Place.extend({ role: LinkRole })
export type LinkPlace = z.infer<typeof LinkPlace>

/** What one look at a link found. Kept in the link's history. */
export const LinkSighting = z.strictObject({
  at: z.string().describe('ISO 8601, UTC'),
  state: LinkState,
  reason: z.string().nullable().describe('a short code for why, or null'),
})
export type LinkSighting = z.infer<typeof LinkSighting>

/** What is known of one distinct URL, and since when. */
export const LinkRecord = z.strictObject({
  url: z.string().describe('as the pages write it'),
  state: LinkState,
  reason: z.string().nullable().describe('a short code for why, such as http-404, timeout, offline'),
  confirmed: z.boolean().describe("for dead links: a repository's tree says so, or two failures 24 h apart"),
  method: LinkMethod.nullable().describe('how the state is known; null where nothing was asked'),
  status: z.int().nullable().describe('HTTP status of the last answer'),
  finalUrl: z.string().nullable().describe('address reached after redirects, where it differs'),
  target: z.string().nullable().describe('where the content of a moved link went'),
  evidence: LinkEvidence.nullable().describe('how the target is known; null where there is none'),
  certainty: z
    .enum(['high', 'medium', 'low'])
    .nullable()
    .describe('how sure the target is; null where there is none'),
  candidates: z
    .array(z.string())
    .describe('addresses that its content may have gone to, none of them certain'),
  checkedAt: z.string().nullable().describe('ISO 8601, UTC; when the state was last learnt'),
  firstSeen: z.string().nullable().describe('ISO 8601, UTC; when it was first asked'),
  lastAlive: z.string().nullable().describe('ISO 8601, UTC; when it was last seen alive'),
  deadSince: z
    .string()
    .nullable()
    .describe("ISO 8601, UTC; when a repository's file went, else when the link was first found dead"),
  deadCommit: z
    .string()
    .nullable()
    .default(null)
    .describe("the commit that removed the file, where a repository's history says so"),
  attempts: z.int().min(0).describe('requests made for it in this run'),
  history: z.array(LinkSighting).describe('last states, newest last'),
  places: z.array(LinkPlace).describe('everywhere it stands, by file and line'),
})
export type LinkRecord = z.infer<typeof LinkRecord>

/** Whether the check could ask anybody, and if not, why; every report says this first. */
export const NetworkState = z.strictObject({
  state: z
    .enum(['online', 'offline', 'no-network', 'interrupted'])
    .describe('whether links were asked, and if not, why'),
  detail: z.string().nullable().describe('one sentence'),
  viaProxy: z.boolean().describe('names were resolved by a proxy, not here'),
  proxiedLinks: z.int().min(0).describe('links that were asked through a proxy'),
})
export type NetworkState = z.infer<typeof NetworkState>

/** A repository whose tree answered for links, so that an auditor can look at the same one. */
export const RepositoryAnswer = z.strictObject({
  repository: z.string().describe('such as github.com/SigmaHQ/sigma'),
  by: z
    .enum(['mirror', 'clone', 'api'])
    .describe('a local clone, one that the tool keeps, or the API of the host'),
  commits: z.array(z.string()).describe('commits whose trees were read'),
  links: z.int().min(0).describe('links that it answered for'),
  note: z.string().nullable().describe('what it could not tell, in one sentence, or null'),
})
export type RepositoryAnswer = z.infer<typeof RepositoryAnswer>

/** `links.json`: every distinct URL, sorted by `url`. */
export const Links = z.strictObject({
  schemaVersion: SchemaVersion,
  checkedAt: z.string().describe('ISO 8601, UTC'),
  network: NetworkState.describe('whether the check could ask anybody'),
  repositories: z.array(RepositoryAnswer).default([]).describe('repositories that answered, by name'),
  links: z.array(LinkRecord).describe('by URL'),
})
export type Links = z.infer<typeof Links>
