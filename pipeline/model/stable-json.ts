/**
 * JSON text of a value: two-space indent, one final line feed, keys in the order the value was built in.
 * The builders fix that order, so the same value is always the same bytes.
 */
export function stableJson(value: unknown): string {
  return `${JSON.stringify(value, null, 1)}\n`
}
