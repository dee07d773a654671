import { z } from 'zod'
import { policyIds } from '../model/report-policy.js'
import { ScoreRule } from '../model/report-scope.js'

export const formats = ['csv', 'xlsx', 'pdf', 'navigator', 'sarif', 'junit', 'markdown', 'oscal'] as const
export const Format = z.enum(formats)
export type Format = z.infer<typeof Format>

/** A name that is safe as one path segment on every system: no separator, no leading dot, no trailing one. */
const segment = z
  .string()
  .regex(
    /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,78}[A-Za-z0-9_-])?$/,
    'use letters, digits, ".", "_" and "-", at most 80',
  )
  .refine((name) => !/^(con|prn|aux|nul|com\d|lpt\d|latest)(\.|$)/i.test(name), 'this name is reserved')

const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'write it as YYYY-MM-DD')
  .refine((text) => new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text, 'there is no such day')

const whole = (from: number, to: number) => {
  const rule = `use a whole number from ${from} to ${to}`
  return z.int(rule).min(from, rule).max(to, rule)
}

/** A list, or a text with commas between its items; each item once, at least one. */
const list = <Item extends string>(item: z.ZodType<Item>) => {
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
const repeated = (text: z.ZodString) => z.union([z.array(text), text.transform((one) => [one])])
const text = z.string().min(1)

/**
 * The settings of a run, as resolved: flag over file over default.
 *
 * Keys are the long options in camel case; each is described once, here, for `--help`, the README and the
 * published schema alike.
 */
export const Config = z.strictObject({
  out: z.string().min(1).default('out').describe('folder that runs are written to'),
  runId: segment.nullable().default(null).describe('id of the run; a time stamp where none is given'),
  asOf: day
    .nullable()
    .default(null)
    .describe('day that staleness is judged at; today (UTC) where none is given'),
  report: list(segment).default(['coverage']).describe('report to make: a folder of the templates'),
  format: list(Format)
    .default([...formats])
    .describe('formats to make'),
  templates: z.string().min(1).nullable().default(null).describe('folder of your own reports'),
  reference: z
    .string()
    .min(1)
    .nullable()
    .default(null)
    .describe('folder of ATT&CK and D3FEND tables made by `control-coverage reference`'),
  baseline: text
    .nullable()
    .default(null)
    .describe(
      'run to tell changes against, or none; the previous complete run of the corpus where none is given',
    ),
  scope: repeated(text)
    .default([])
    .describe(
      'ATT&CK Navigator layer: only the techniques that it enables are reported, those of higher score first',
    ),
  scopeScore: ScoreRule.default('max').describe(
    'score of a technique in several layers: the greatest, or the sum',
  ),
  offline: z
    .boolean()
    .default(false)
    .describe('ask nobody; what no clone or table on this machine knows is "unchecked"'),
  mirror: repeated(
    z.string().regex(/^[\w.-]+\/[\w.-]+=./, 'write it as OWNER/REPO=PATH, PATH a git clone on this machine'),
  )
    .default([])
    .describe('clone on this machine that answers for a GitHub repository, offline too'),
  clone: z
    .boolean()
    .default(false)
    .describe(
      'keep partial clones of the repositories that links name in the cache folder, and let them answer',
    ),
  resume: z
    .union([z.boolean(), segment])
    .default(true)
    .describe('take up the answers of the run that was cut short within the last day, or of the run named'),
  concurrency: whole(1, 1024).default(32).describe('requests under way at once, in all'),
  perHost: whole(1, 256).default(4).describe('requests under way at once to any one host'),
  timeout: whole(100, 600_000).default(20_000).describe('time for one request, in milliseconds'),
  retries: whole(0, 10).default(2).describe('further tries where no usable answer came'),
  recheckAfter: whole(0, 36_500).default(7).describe('days for which a good answer is believed'),
  staleAfter: whole(1, 36_500).default(365).describe('days after which a mapping is stale'),
  policy: z
    .enum(policyIds)
    .default('evidence')
    .describe(
      'published rule to score by: the levels alone, or with the columns of the seed site beside them',
    ),
  // A single rule is thin evidence, three are a start; ten of two sources no longer hang on one author.
  coveredFrom: whole(1, 10_000)
    .default(3)
    .describe('usable resources from which a technique is covered in a category; fewer are thin'),
  deepFrom: whole(1, 10_000).default(10).describe('usable resources from which it is deeply covered'),
  deepSources: whole(1, 100).default(2).describe('sources that these must come from'),
  section: repeated(
    z
      .string()
      .regex(
        /^.*\S.*=(policy|detection|test|other)$/,
        'write it as HEADING=CATEGORY, the category policy, detection, test or other',
      ),
  )
    .default([])
    .describe('category of a section that has another heading than usual'),
  exclude: repeated(text).default([]).describe('URLs that are not asked: a pattern with * for anything'),
  allowHost: repeated(text)
    .default([])
    .describe('host (or host:port) that may be asked although it is private'),
  hostHeader: repeated(
    z
      .string()
      .regex(
        /^[a-z0-9.-]+=[A-Za-z0-9-]+: ?[\x20-\x7e]+$/,
        'write it as HOST=NAME: VALUE, the host in lower case and the value in printable ASCII',
      )
      .refine(
        (text) => !/^[^=]*=(host|content-length|connection|transfer-encoding|range|if-[a-z-]+):/i.test(text),
        "this header is the program's own",
      ),
  )
    .default([])
    .describe('header that a host is sent over https, and nobody else; never part of an artifact'),
  browser: z.string().min(1).nullable().default(null).describe('browser that prints the PDF'),
  paper: z.enum(['a4', 'letter']).default('a4').describe('paper of the PDF'),
  classification: z
    .string()
    .max(200)
    .regex(/^\P{C}*$/u, 'use characters that print: no line breaks, no marks of direction')
    .nullable()
    .default(null)
    .describe('label printed on every report, such as TLP:AMBER'),
  csvDelimiter: z
    .enum([',', ';', '\t', '|'], 'use a comma, a semicolon, a tab or a bar')
    .default(',')
    .describe('delimiter of the CSV files'),
  csvBom: z.boolean().default(false).describe('start CSV files with a byte order mark, for Excel'),
  failOn: list(text)
    .default([])
    .describe('exit with 2 when such a finding stands: gap, stale, dead, unchecked, or a finding code'),
  log: z.enum(['human', 'json']).default('human').describe('form of the log on standard error'),
  quiet: z.boolean().default(false).describe('no progress and no talk'),
})
export type Config = z.infer<typeof Config>

/** A configuration as somebody writes it: any of the keys. */
export const WrittenConfig = Config.partial()
export type WrittenConfig = z.input<typeof WrittenConfig>
export type ConfigKey = keyof Config

/** The keys in the order of the table above. */
export const configKeys = Object.keys(Config.shape) as ConfigKey[]

/** Settings that say where things are on this machine or how it talks: never part of an artifact. */
export const localKeys: ReadonlySet<ConfigKey> = new Set([
  'out',
  'runId',
  'templates',
  'reference',
  'baseline',
  'mirror',
  'hostHeader',
  'clone',
  'resume',
  'browser',
  'log',
  'quiet',
])
