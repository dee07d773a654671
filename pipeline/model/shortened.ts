/**
 * A name where space is short: at most `limit` characters, the last one an ellipsis where some are left out.
 * Only for places that lead to the full name elsewhere.
 */
export function shortened(name: string, limit: number): string {
  const characters = [...name]
  return characters.length <= limit
    ? name
    : `${characters
        .slice(0, limit - 1)
        .join('')
        .trimEnd()}…`
}
