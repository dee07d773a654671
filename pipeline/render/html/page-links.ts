import type { Corpus } from '../../model/corpus.js'

/** What stands before and after a file's path in the address of its text, as a forge shows it; line numbers follow. */
export interface FileAddresses {
  before: string
  line: string
}

/**
 * Where the corpus can be read on GitHub, at the very commit that was read; null where it lies nowhere that is known.
 *
 * A folder on disk may have a remote, but nothing says that the commit was ever pushed there.
 */
export function fileAddresses({ location, revision }: Corpus): FileAddresses | null {
  if (revision === null || !/^[0-9a-f]{40,64}$/.test(revision)) return null
  const found = /^https:\/\/github\.com\/([\w.-]+)\/([\w.-]+?)(?:\.git)?\/?(?:#([\s\S]*))?$/i.exec(location)
  if (found === null) return null
  const [, owner = '', name = '', suffix = ''] = found
  const folder = suffix.includes(':') ? suffix.slice(suffix.indexOf(':') + 1) : ''
  const segments = folder.split('/').filter((segment) => segment !== '' && segment !== '.')
  if (segments.includes('..') || /\.md$/i.test(folder)) return null
  const path = segments.map((segment) => `${encodeURIComponent(segment)}/`).join('')
  return { before: `https://github.com/${owner}/${name}/blob/${revision}/${path}`, line: '?plain=1#L' }
}

/** The address of a line, or null where the corpus has none. */
export function lineAddress(addresses: FileAddresses | null, file: string, line: number): string | null {
  if (addresses === null) return null
  return `${addresses.before}${file.split('/').map(encodeURIComponent).join('/')}${addresses.line}${line}`
}

/** A place in a page of the corpus: `text` is its file and line, `url` where it can be read, or null. */
export interface PlaceView {
  text: string
  url: string | null
}
/** A place in a page, or null where there is no page. */
export function placeView(
  file: string | null,
  line: number | null,
  addresses: FileAddresses | null,
): PlaceView | null {
  if (file === null) return null
  return { text: line === null ? file : `${file}:${line}`, url: lineAddress(addresses, file, line ?? 1) }
}
