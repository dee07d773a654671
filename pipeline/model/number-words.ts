/** A number with its thousands set apart by a comma: 1,234; the same on every machine. */
export function numberText(value: number): string {
  const [whole = '', fraction] = Math.abs(value).toString().split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return `${value < 0 ? '−' : ''}${grouped}${fraction === undefined ? '' : `.${fraction}`}`
}

/** A difference with its sign: +3, −19, 0. */
export function signedText(value: number): string {
  return value > 0 ? `+${numberText(value)}` : numberText(value)
}

/**
 * "12 of 40 (30 %)": a share never stands without what it is a share of.
 * A share that is not quite none or all is never rounded to 0 % or 100 %.
 */
export function shareText(part: number, whole: number): string {
  const figure = `${numberText(part)} of ${numberText(whole)}`
  if (whole === 0) return figure
  const percent = Math.round((part / whole) * 100)
  if (percent === 0 && part > 0) return `${figure} (under 1 %)`
  if (percent === 100 && part < whole) return `${figure} (over 99 %)`
  return `${figure} (${percent} %)`
}

/** "1 technique", "2,345 techniques": for people to read. */
export function timesText(count: number, one: string, many = `${one}s`): string {
  return `${numberText(count)} ${wordFor(count, one, many)}`
}

/** "1 technique", "2345 techniques": without commas, for lines that programs read as well. */
export function countText(count: number, one: string, many = `${one}s`): string {
  return `${count} ${wordFor(count, one, many)}`
}

/** The word, or the words, that go with a number: the one home of singular and plural. */
export function wordFor(count: number, one: string, many = `${one}s`): string {
  return count === 1 ? one : many
}
