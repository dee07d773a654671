import { closest } from 'fastest-levenshtein'
import type { z } from 'zod'
import { failOnGroups } from '../model/fail-on.js'
import { exitCodes, Failure } from '../model/failure.js'
import { findingCodes } from '../model/finding.js'
import { Config, type ConfigKey, configKeys, secretKeys, WrittenConfig } from './config.js'

/** Values by key as they came: from the command line or from a file. */
export type WrittenValues = Partial<Record<ConfigKey, unknown>>

/** `perHost` as `--per-host`. */
export function flagOf(key: string): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}

/**
 * The settings of a run: flag over file over `inherited` (those of the run that is started from) over default.
 *
 * @throws {Failure} (exit 3) with every fault of flags and file at once, each with the name it came by; a fault in
 * the file is told even where a flag takes its place
 */
export function resolveConfig(
  flags: WrittenValues,
  file: Record<string, unknown>,
  fileName: string,
  inherited: WrittenValues = {},
): Config {
  const typedFlags = typed(flags)
  const faults = [
    ...faultsOf(typedFlags, flagOf),
    ...faultsOf(file, (key) => `${fileName}: ${key}`),
    ...unknownKeys(file, fileName),
  ]
  if (faults.length > 0) throw usageFailure(faults)
  const config = Config.parse({ ...inherited, ...file, ...typedFlags })
  const lacking = lackingForMail(config)
  if (lacking.length > 0) throw usageFailure(lacking)
  return config
}

/** What the environment holds of the settings that are secrets; a fault is told by the variable's name alone. */
export function settingsOfEnvironment(env: Readonly<Record<string, string | undefined>>): WrittenValues {
  const set = Object.entries(secretKeys).filter(([, name]) => (env[name] ?? '') !== '')
  const faults = set.filter(([key, name]) => !WrittenConfig.safeParse({ [key]: env[name] }).success)
  if (faults.length > 0)
    throw usageFailure(faults.map(([, name]) => `${name}: it is no address of that kind`))
  return Object.fromEntries(set.map(([key, name]) => [key, env[name]]))
}

/** A mail needs somebody to be from and a server to go to. */
function lackingForMail({ mailTo, mailFrom, smtpUrl }: Config): string[] {
  if (mailTo.length === 0) return []
  return [
    ...(mailFrom === null
      ? [`${flagOf('mailTo')}: name who the mail is from with ${flagOf('mailFrom')}`]
      : []),
    ...(smtpUrl === null
      ? [`${flagOf('mailTo')}: name the mail server in ${secretKeys.smtpUrl} or in the configuration file`]
      : []),
  ]
}

/**
 * Refuses settings that are each right and contradict one another. Apart from `resolveConfig`, since those of a single
 * stage are whole only once they are joined with those of the run that it starts from.
 *
 * @throws {Failure} (exit 3) that names both
 */
export function assertConsistent({ coveredFrom, deepFrom, keepRuns, keepMonthly }: Config): void {
  if (keepMonthly > 0 && keepRuns === 0) {
    throw new Failure(
      `keepMonthly (${keepMonthly}) says nothing while keepRuns is 0, which keeps all runs.`,
      `Say with ${flagOf('keepRuns')} how many of the newest are kept beside them, or leave ${flagOf('keepMonthly')} out.`,
      { exitCode: exitCodes.usage },
    )
  }
  if (deepFrom >= coveredFrom) return
  throw new Failure(
    `deepFrom (${deepFrom}) is less than coveredFrom (${coveredFrom}): a technique would be deep before it is covered.`,
    `Give ${flagOf('deepFrom')} at least ${coveredFrom}, or lower ${flagOf('coveredFrom')}.`,
    { exitCode: exitCodes.usage },
  )
}

/** Flags are texts; where a setting is a number, digits are read as one. */
function typed(flags: WrittenValues): WrittenValues {
  const defaults: Record<string, unknown> = Config.parse({})
  const entries = Object.entries(flags).map(([key, value]) => {
    const isNumber =
      typeof defaults[key] === 'number' && typeof value === 'string' && /^\d{1,15}$/.test(value)
    return [key, isNumber ? Number(value) : value]
  })
  return Object.fromEntries(entries)
}

function faultsOf(values: Record<string, unknown>, nameOf: (key: string) => string): string[] {
  const known = Object.fromEntries(
    Object.entries(values).filter(([key]) => configKeys.some((each) => each === key)),
  )
  const parsed = WrittenConfig.safeParse(known)
  if (!parsed.success)
    return parsed.error.issues.map((issue) => `${nameOf(String(issue.path[0]))}: ${messageOf(issue)}`)
  return (parsed.data.failOn ?? []).flatMap((code) => failOnFault(code, nameOf('failOn')))
}

/** Where several forms are allowed, what is wrong with the one that came closest. */
function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'invalid_union') return issue.message
  const deepest = issue.errors.flat().sort((a, b) => b.path.length - a.path.length)[0]
  return deepest === undefined ? issue.message : messageOf(deepest)
}

function unknownKeys(file: Record<string, unknown>, fileName: string): string[] {
  const unknown = Object.keys(file).filter((key) => !configKeys.some((each) => each === key))
  return unknown.map(
    (key) => `${fileName}: "${key}" is no setting; did you mean "${closest(key, configKeys)}"?`,
  )
}

/** The values of a configuration file: one JSON object; a byte order mark is no fault. */
export function parseConfigFile(text: string, fileName: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : 'it is no JSON'
    throw usageFailure([`${fileName}: ${detail}`])
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  throw usageFailure([`${fileName}: it holds no JSON object`])
}

function failOnFault(code: string, name: string): string[] {
  const known = [...Object.keys(failOnGroups), ...findingCodes]
  return known.includes(code)
    ? []
    : [`${name}: "${code}" is no finding; did you mean "${closest(code, known)}"?`]
}

function usageFailure(faults: string[]): Failure {
  return new Failure(faults.join('\n'), 'See `control-coverage run --help` for the settings.', {
    exitCode: exitCodes.usage,
  })
}
