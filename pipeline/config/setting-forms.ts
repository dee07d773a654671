import { z } from 'zod'

/** A name that is safe as one path segment on every system: no separator, no leading dot, no trailing one. */
export const segment = z
  .string()
  .regex(
    /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,78}[A-Za-z0-9_-])?$/,
    'use letters, digits, ".", "_" and "-", at most 80',
  )
  .refine((name) => !/^(con|prn|aux|nul|com\d|lpt\d|latest)(\.|$)/i.test(name), 'this name is reserved')

export const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'write it as YYYY-MM-DD')
  .refine((text) => new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text, 'there is no such day')

export const whole = (from: number, to: number) => {
  const rule = `use a whole number from ${from} to ${to}`
  return z.int(rule).min(from, rule).max(to, rule)
}

/** A list, or a text with commas between its items; each item once, at least one. */
export const list = <Item extends string>(item: z.ZodType<Item>) => {
  const items = z.array(item).min(1, 'name at least one')
  return z.union([items, z.string()]).transform((value, context): Item[] => {
    if (typeof value !== 'string') return [...new Set(value)]
    const parsed = items.safeParse(value.split(',').map((part) => part.trim()))
    if (parsed.success) return [...new Set(parsed.data)]
    for (const { message } of parsed.error.issues) context.addIssue({ code: 'custom', message })
    return z.NEVER
  })
}

/** One text or several; a comma is part of a text here. */
export const repeated = (text: z.ZodString) => z.union([z.array(text), text.transform((one) => [one])])
export const text = z.string().min(1)

/** An address for mail as people write it; what it holds must not begin a header of its own. */
export const address = z
  .string()
  .max(320)
  .regex(/^[^\s@<>,;"\p{C}]+@[^\s@<>,;"\p{C}]+$/u, 'write it as name@domain')

/** An address of one of these schemes, with a host. */
export const url = (...schemes: string[]) =>
  z
    .string()
    .refine(
      (written) => URL.canParse(written) && isOneOf(schemes, new URL(written)),
      `write it as ${schemes.map((scheme) => `${scheme}://`).join(' or ')}HOST, and what follows`,
    )

function isOneOf(schemes: readonly string[], { protocol, hostname }: URL): boolean {
  return hostname !== '' && schemes.includes(protocol.slice(0, -1))
}
