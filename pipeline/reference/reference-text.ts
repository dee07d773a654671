import { AttackReference, D3fendReference } from '../model/reference.js'

/** The text of `attack.json`. */
export function attackText(reference: AttackReference): string {
  return rowsText(AttackReference.parse(reference))
}

/** The text of `d3fend.json`. */
export function d3fendText(reference: D3fendReference): string {
  return rowsText(D3fendReference.parse(reference))
}

/**
 * JSON with one line an item of its lists: small, and what changed from one version to the next is what a diff
 * shows.
 */
function rowsText(value: Record<string, unknown>): string {
  const fields = Object.entries(value).map(([name, field]) => {
    const text = Array.isArray(field)
      ? `[\n${field.map((item) => `  ${JSON.stringify(item)}`).join(',\n')}\n ]`
      : JSON.stringify(field)
    return ` ${JSON.stringify(name)}: ${text}`
  })
  return `{\n${fields.join(',\n')}\n}\n`
}
