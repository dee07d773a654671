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
    const line = `, line ${faultLine(text)}`
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

/**
 * The line of the first syntax error, counted from 1. Node's own message has its position only at times, so the lines
 * are read one more at a time until they cannot be the beginning of any JSON.
 */
function faultLine(text: string): number {
  const lines = text.split('\n')
  const isBeginning = (count: number) => {
    const head = lines.slice(0, count).join('\n').trimEnd()
    try {
      JSON.parse(head)
      return true
    } catch (error) {
      const message = error instanceof Error ? error.message : ''
      const position = /at position (\d+)/.exec(message)?.[1]
      return /end of JSON/.test(message) || (position !== undefined && Number(position) >= head.length)
    }
  }
  let good = 0
  for (let bad = lines.length; bad - good > 1; ) {
    const middle = Math.floor((good + bad) / 2)
    if (isBeginning(middle)) good = middle
    else bad = middle
  }
  return good + 1
}
