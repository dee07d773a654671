import { closest } from 'fastest-levenshtein'
import { z } from 'zod'
import { WrittenConfig } from '../config/config.js'
import { Diff } from '../model/diff.js'
import { type ExitCode, exitCodes, Failure } from '../model/failure.js'
import { RunManifest } from '../model/run-manifest.js'
import { artifacts } from '../run/artifacts.js'

/** The schemas that are published, by name. */
export const schemas: Record<string, z.ZodType> = {
  ...Object.fromEntries(Object.entries(artifacts).map(([name, { schema }]) => [name, schema])),
  run: RunManifest,
  diff: Diff,
  config: WrittenConfig,
}

/** Prints the JSON Schema (draft 2020-12) of an artifact or of the configuration file. */
export function schemaCommand(name: string, print: (text: string) => void): ExitCode {
  const schema = schemas[name]
  if (schema === undefined) {
    const names = Object.keys(schemas)
    throw new Failure(
      `There is no schema "${name}"; did you mean "${closest(name, names)}"?`,
      `Name one of ${names.join(', ')}.`,
      {
        exitCode: exitCodes.usage,
      },
    )
  }
  const io = name === 'config' ? 'input' : 'output'
  print(
    `${JSON.stringify(z.toJSONSchema(schema, { target: 'draft-2020-12', io, unrepresentable: 'any' }), null, 2)}\n`,
  )
  return exitCodes.done
}
