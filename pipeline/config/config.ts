import { z } from 'zod'
import { policyIds } from '../model/report-policy.js'
import { ScoreRule } from '../model/report-scope.js'
import { address, day, list, repeated, segment, text, url, whole } from './setting-forms.js'

export const formats = [
  'csv',
  'xlsx',
  'pdf',
  'html',
  'navigator',
  'sarif',
  'junit',
  'markdown',
  'oscal',
] as const
export const Format = z.enum(formats)
export type Format = z.infer<typeof Format>

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
  decisions: text
    .nullable()
    .default(null)
    .describe('workbook, CSV or JSON file with what people decided about the gaps of an earlier report'),
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
  reconcile: text
    .nullable()
    .default(null)
    .describe('table of counts to hold the pages against: cvc.json, its CSV, or one of that form'),
  reconcileColumn: repeated(
    z
      .string()
      .regex(
        /^.*\S.*=(policy|detection|test|other)\/[^\s/]+$/,
        'write it as COLUMN=CATEGORY/SOURCE, the category policy, detection, test or other',
      ),
  )
    .default([])
    .describe('what a column of that table counts, where its name does not say it'),
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
  browserMemory: whole(200, 1_000_000)
    .default(2000)
    .describe('what the browser may hold, in MB; it is ended beyond, and the PDF is missing'),
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
  sign: z
    .string()
    .min(1)
    .nullable()
    .default(null)
    .describe(
      'sign the manifest with the Ed25519 key of this PEM file: run.json.sig, for verify --public-key',
    ),
  keepRuns: whole(0, 100_000)
    .default(0)
    .describe('runs that are kept, the newest; 0 keeps all. Older ones are removed when a run is published'),
  keepMonthly: whole(0, 1_200)
    .default(0)
    .describe('months of which the last complete run is kept beside those'),
  failOn: list(text)
    .default([])
    .describe('exit with 2 when such a finding stands: gap, stale, dead, unchecked, or a finding code'),
  mailTo: repeated(address)
    .default([])
    .describe('who is mailed the reports of a run, and told of a failed one'),
  mailFrom: address.nullable().default(null).describe('who these mails are from'),
  mailLimit: whole(0, 100)
    .default(15)
    .describe('MB of PDF and XLSX that a mail carries at most; above, it says where they are'),
  smtpUrl: url('smtp', 'smtps')
    .nullable()
    .default(null)
    .describe(
      'mail server, with user and password where it wants them; only here or in CONTROL_COVERAGE_SMTP_URL, never on a command line',
    ),
  reportUrl: url('http', 'https')
    .nullable()
    .default(null)
    .describe('address that the folder of runs is served at, for links in messages'),
  webhook: url('http', 'https')
    .nullable()
    .default(null)
    .describe('address that is told of every run (or CONTROL_COVERAGE_WEBHOOK)'),
  webhookForm: z
    .enum(['json', 'slack'])
    .default('json')
    .describe('what the webhook is sent: all facts, or a text as Slack and its like take it'),
  copyTo: text.nullable().default(null).describe('folder that every published run is copied to, whole'),
  metricsFile: text
    .nullable()
    .default(null)
    .describe(
      "file for Prometheus (node_exporter's textfile collector): last success, duration, findings, links",
    ),
  pingUrl: url('http', 'https')
    .nullable()
    .default(null)
    .describe(
      'address of a monitor that is pinged when a run starts (/start), succeeds, or fails (/fail) (or CONTROL_COVERAGE_PING_URL)',
    ),
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

/** Settings that name a file: artifacts show its name without its folder. */
export const fileKeys: ReadonlySet<ConfigKey> = new Set(['reconcile', 'decisions'])

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
  'browserMemory',
  'mailTo',
  'mailFrom',
  'mailLimit',
  'smtpUrl',
  'reportUrl',
  'webhook',
  'webhookForm',
  'copyTo',
  'metricsFile',
  'pingUrl',
  'sign',
  'keepRuns',
  'keepMonthly',
  'log',
  'quiet',
])

/** Settings that hold secrets, and the variables of the environment that may hold them instead (and go before a file). */
export const secretKeys = {
  smtpUrl: 'CONTROL_COVERAGE_SMTP_URL',
  webhook: 'CONTROL_COVERAGE_WEBHOOK',
  pingUrl: 'CONTROL_COVERAGE_PING_URL',
} as const satisfies Partial<Record<ConfigKey, string>>

/** Settings without an option: a command line is there for all to see. */
export const unspokenKeys: ReadonlySet<ConfigKey> = new Set(['smtpUrl'])
