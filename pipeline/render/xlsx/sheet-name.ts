import { plainText } from './cell-text.js'

const longestName = 31

/**
 * Hands out sheet names that Excel accepts, no two alike but for letter case.
 *
 * Excel takes at most 31 characters, none of `* ? : \ / [ ]`, no apostrophe at either end, and keeps "History"
 * for itself.
 */
export function sheetNames(): (wanted: string) => string {
  const taken = new Set(['history'])
  return (wanted) => {
    const base =
      plainText(wanted)
        .replace(/[*?:\\/[\]!\t\n]/g, ' ')
        .replace(/^['\s]+|['\s]+$/g, '') || 'Sheet'
    let name = fitted(base, '')
    for (let count = 2; taken.has(name.toLowerCase()); count += 1) name = fitted(base, ` (${count})`)
    taken.add(name.toLowerCase())
    return name
  }
}

function fitted(base: string, suffix: string): string {
  return (
    base
      .slice(0, longestName - suffix.length)
      .replace(/[\uD800-\uDBFF]$/, '')
      .replace(/['\s]+$/, '') + suffix
  )
}
