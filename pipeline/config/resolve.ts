import { closest } from 'fastest-levenshtein'
import { z } from 'zod'
import { exitCodes, Failure } from '../model/failure.js'
import { findingCodes } from '../model/finding.js'
import { Config, type ConfigKey, configKeys } from './config.js'
import { failOnGroups } from './fail-on.js'

/** Values by key as they came: from the command line or from a file. */
export type WrittenValues = Partial<Record<ConfigKey, unknown>>

/** `perHost` as `--per-host`. */
export function flagOf(key: string): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}

/**
 * The settings of a run: flag over file over default. A Failure with exit code 3 names every fault at once,
 * each with the flag or the key it came by.
 */
export function resolveConfig(flags: WrittenValues, file: WrittenValues, fileName: string): Config {
  const unknown = Object.keys(file).filter((key) => !configKeys.some((each) => each === key))
  const faults = unknown.map(
    (key) => `${fileName}: "${key}" is no setting; did you mean "${closest(key, configKeys)}"?`,
  )
  const known = Object.fromEntries(Object.entries(file).filter(([key]) => !unknown.includes(key)))
  const parsed = Config.safeParse({ ...known, ...flags })
  const nameOf = (key: string) => (key in flags ? flagOf(key) : `${fileName}: ${key}`)
  if (parsed.success) {
    faults.push(...parsed.data.failOn.flatMap((code) => failOnFault(code, nameOf('failOn'))))
    if (faults.length === 0) return parsed.data
  } else {
    faults.push(...parsed.error.issues.map((issue) => `${nameOf(String(issue.path[0]))}: ${issue.message}`))
  }
  throw usageFailure(faults)
}

/** The values of a configuration file: one JSON object. */
export function parseConfigFile(text: string, fileName: string): WrittenValues {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : 'it is no JSON'
    throw usageFailure([`${fileName}: ${detail}`])
  }
  const parsed = z.record(z.string(), z.unknown()).safeParse(value)
  if (!parsed.success) throw usageFailure([`${fileName}: it holds no JSON object`])
  return parsed.data
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
