import { numberText } from '../model/number-words.js'

const longest = 70

/** A text with its middle left out where it is long: paths differ at their end. */
export function shortened(text: string): string {
  const characters = [...text]
  if (characters.length <= longest) return text
  const half = Math.floor((longest - 1) / 2)
  return `${characters.slice(0, half).join('')}…${characters.slice(-half).join('')}`
}

/** A list with `and` before its last part, and what it leaves out: `a, b and 3 more`. */
export function listed(parts: readonly string[], leftOut: number): string {
  const all = leftOut > 0 ? [...parts, `${numberText(leftOut)} more`] : parts
  const last = all.at(-1) ?? ''
  return all.length < 2 ? last : `${all.slice(0, -1).join(', ')} and ${last}`
}
