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
