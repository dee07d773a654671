import { z } from 'zod'
import { isRepositoryPath } from './api-address.js'
import type { ApiConversation } from './conversation.js'
import type { ApiReply } from './said.js'

const ObjectId = z.string().regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/)
const Stamp = z.object({ committer: z.object({ date: z.string() }) })

/** GET /repos/OWNER/NAME. */
export const RepositoryAnswer = z.object({
  full_name: z.string().refine(isRepositoryPath),
  default_branch: z.string().min(1),
})

/** GET …/branches/BRANCH. */
export const BranchAnswer = z.object({ name: z.string(), commit: z.object({ sha: ObjectId }) })

/** GET …/git/matching-refs/heads/PREFIX, and …/tags/PREFIX: full names, `refs/heads/a/b`. */
export const RefsAnswer = z.array(z.object({ ref: z.string() }))

/** GET …/branches and …/tags. */
export const NamesAnswer = z.array(z.object({ name: z.string() }))

/** GET …/git/trees/ID. */
export const TreeAnswer = z.object({
  tree: z.array(
    z.object({ path: z.string().min(1), type: z.enum(['blob', 'tree', 'commit']), sha: ObjectId }),
  ),
  truncated: z.boolean(),
})

/** GET …/commits?path=…. */
export const CommitsAnswer = z.array(z.object({ sha: ObjectId, commit: Stamp }))

/** GET …/commits/ID, whose files come in pages of 300. */
export const CommitAnswer = z.object({
  sha: ObjectId,
  commit: Stamp,
  files: z
    .array(
      z.object({
        status: z.string(),
        filename: z.string(),
        previous_filename: z.string().optional(),
        sha: z.string().nullish(),
        changes: z.number().optional(),
        patch: z.string().optional(),
      }),
    )
    .default([]),
})

/** A read answer, or why there is none. */
export type Read<Value> =
  | { kind: 'read'; value: Value; link: string | null }
  | Exclude<ApiReply, { kind: 'answer' }>

/** Asks and reads by a schema; what does not fit is `unknown`. */
export async function readAnswer<Schema extends z.ZodType>(
  api: ApiConversation,
  address: string,
  schema: Schema,
): Promise<Read<z.output<Schema>>> {
  const reply = await api.ask(address)
  if (reply.kind !== 'answer') return reply
  const parsed = schema.safeParse(reply.value)
  if (!parsed.success) return { kind: 'unknown', reason: 'api-answer' }
  return { kind: 'read', value: parsed.data, link: reply.link }
}

/** As `readAnswer`, for absences that condemn links: one is believed when it is told twice, a pause apart. */
export async function readSurely<Schema extends z.ZodType>(
  api: ApiConversation,
  address: string,
  schema: Schema,
): Promise<Read<z.output<Schema>>> {
  const read = await readAnswer(api, address, schema)
  if (read.kind !== 'absent') return read
  await api.pause()
  return readAnswer(api, address, schema)
}

/** The address behind `rel="next"` (RFC 8288), as GitHub writes it. */
export function nextPage(link: string | null): string | null {
  return /<([^<>]+)>\s*;\s*rel="?next"?/.exec(link ?? '')?.[1] ?? null
}
