import { type Command, Option } from 'commander'
import { Config, type ConfigKey, configKeys, formats, unspokenKeys } from '../config/config.js'
import { flagOf } from '../config/resolve.js'
import { policyIds } from '../model/report-policy.js'

/** What stands behind the flag in `--help`; keys without a word are switches. */
const valueWords: Partial<Record<ConfigKey, string>> = {
  out: 'DIR',
  runId: 'ID',
  asOf: 'YYYY-MM-DD',
  report: 'NAME',
  format: 'LIST',
  templates: 'DIR',
  reference: 'DIR',
  baseline: 'RUN|none',
  scope: 'LAYER.json',
  scopeScore: 'max|sum',
  decisions: 'FILE',
  reconcile: 'FILE',
  reconcileColumn: 'COLUMN=CATEGORY/SOURCE',
  mirror: 'OWNER/REPO=PATH',
  hostHeader: 'HOST=NAME: VALUE',
  resume: '[ID]',
  concurrency: 'N',
  perHost: 'N',
  timeout: 'MS',
  retries: 'N',
  recheckAfter: 'DAYS',
  staleAfter: 'DAYS',
  policy: policyIds.join('|'),
  coveredFrom: 'N',
  deepFrom: 'N',
  deepSources: 'N',
  section: 'HEADING=CATEGORY',
  exclude: 'PATTERN',
  allowHost: 'HOST',
  browser: 'PATH',
  browserMemory: 'MB',
  paper: 'a4|letter',
  classification: 'TEXT',
  csvDelimiter: 'CHAR',
  sign: 'KEYFILE',
  keepRuns: 'N',
  keepMonthly: 'M',
  failOn: 'LIST',
  mailTo: 'ADDRESS',
  mailFrom: 'ADDRESS',
  mailLimit: 'MB',
  reportUrl: 'URL',
  webhook: 'URL',
  webhookForm: 'json|slack',
  copyTo: 'DIR',
  metricsFile: 'FILE',
  pingUrl: 'URL',
  log: 'human|json',
}

const repeatable: ReadonlySet<ConfigKey> = new Set([
  'report',
  'scope',
  'reconcileColumn',
  'section',
  'mirror',
  'exclude',
  'allowHost',
  'hostHeader',
  'mailTo',
])

const common: ConfigKey[] = ['out', 'runId', 'sign', 'log', 'quiet']
const checkKeys: ConfigKey[] = [
  'offline',
  'mirror',
  'clone',
  'resume',
  'concurrency',
  'perHost',
  'timeout',
  'retries',
  'recheckAfter',
  'exclude',
  'allowHost',
  'hostHeader',
]
const assessKeys: ConfigKey[] = [
  'asOf',
  'baseline',
  'decisions',
  'scope',
  'scopeScore',
  'reference',
  'reconcile',
  'reconcileColumn',
  'staleAfter',
  'policy',
  'coveredFrom',
  'deepFrom',
  'deepSources',
  'classification',
  'failOn',
]
const renderKeys: ConfigKey[] = [
  'report',
  'format',
  'templates',
  'browser',
  'browserMemory',
  'paper',
  'csvDelimiter',
  'csvBom',
]

const spokenKeys = configKeys.filter((key) => !unspokenKeys.has(key))

/** The settings that each command takes: those of the stages it runs. */
export const keysOfCommand = {
  run: spokenKeys,
  // A run id is good for one run.
  schedule: spokenKeys.filter((key) => key !== 'runId' && key !== 'resume'),
  extract: common,
  normalize: [...common, 'section'],
  check: [...common, ...checkKeys],
  assess: [...common, ...assessKeys],
  render: [...common, ...renderKeys],
} satisfies Record<string, ConfigKey[]>

/** Switches that take a setting back to false; commander knows them by their own names. */
function negativesOf(key: ConfigKey): Option[] {
  return key === 'resume' ? [new Option('--no-resume', 'begin anew, whatever an earlier run had learnt')] : []
}

/** The command-line option of a setting, with its description and default from the settings' own table. */
export function optionOf(key: ConfigKey): Option {
  const word = valueWords[key]
  const schema = Config.shape[key]
  const option = new Option(
    word === undefined ? flagOf(key) : `${flagOf(key)} ${word.startsWith('[') ? word : `<${word}>`}`,
    describe(key, schema.description),
  )
  if (repeatable.has(key)) {
    option.argParser((value: string, earlier: string[] | undefined) => [...(earlier ?? []), value])
  }
  return option
}

function describe(key: ConfigKey, description = ''): string {
  const value: unknown = Config.parse({})[key]
  const shown = key === 'format' ? formats.join(',') : String(value)
  const several = repeatable.has(key) ? ' (repeatable)' : ''
  const isNothing = value === null || value === false || (Array.isArray(value) && value.length === 0)
  return `${description}${several}${isNothing ? '' : ` (default: ${shown})`}`
}

/** Adds the options of these settings to a command, with those that say no to one. */
export function addSettings(command: Command, keys: readonly ConfigKey[]): void {
  for (const key of keys) for (const option of [optionOf(key), ...negativesOf(key)]) command.addOption(option)
}
