import type { z } from 'zod'
import { exitCodes, Failure } from '../../model/failure.js'

/**
 * The value of a JSON file of a template folder, checked by its schema.
 *
 * @param file name of the file as users know it, for the failure
 * @throws Failure with exit code 3 naming the file, and the line (of a syntax error) or the place in the value
 */
export function parseTemplateJson<Schema extends z.ZodType>(
  schema: Schema,
  text: string,
  file: string,
): z.output<Schema> {
  const parsed = schema.safeParse(parseJson(text, file))
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map(
    (issue) => `at ${issue.path.join('.') || 'the top'}: ${issue.message}`,
  )
  throw new Failure(
    `${file} does not say what a definition must: ${faults.join('; ')}.`,
    'Mend the file, or start again from the one in templates/coverage.',
    {
      exitCode: exitCodes.usage,
    },
  )
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    const position = /at position (\d+)/.exec(cause instanceof Error ? cause.message : '')?.[1]
    const line = position === undefined ? '' : `, line ${text.slice(0, Number(position)).split('\n').length}`
    throw new Failure(
      `${file}${line}: this is no JSON.`,
      'Mend the file at that line; a comma or a quote is often missing just before it.',
      {
        exitCode: exitCodes.usage,
        cause,
      },
    )
  }
}
