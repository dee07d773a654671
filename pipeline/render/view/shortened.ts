/**
 * A name where space is short: at most `limit` characters, the last one an ellipsis where some are left out.
 * Only for places that lead to the full name elsewhere in the document.
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

const longPath = 40

/**
 * A long path or address by its last part, with an ellipsis for what goes before it: there they differ. Other texts stay.
 * Only for places that lead to the whole elsewhere.
 */
export function endOfPath(text: string): string {
  if ([...text].length <= longPath || /\s/.test(text)) return text
  const last = text.replace(/\/+$/, '').split('/').at(-1) ?? ''
  return last === '' || last === text ? text : `…/${last}`
}
