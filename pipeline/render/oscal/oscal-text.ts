import { nameUuid } from '../../model/digest.js'

/** Where the names of this program's properties are defined. */
const namespace = 'urn:control-coverage:oscal'

/** A property of OSCAL. Its name is a token, its value a text on one line that is not empty. */
export interface Property {
  name: string
  ns: string
  value: string
}

/** Properties, without those that have no value. */
export function propertiesOf(values: Record<string, string | number | boolean | null>): Property[] {
  return Object.entries(values).flatMap(([name, value]) => {
    const text = value === null ? '' : line(String(value))
    return text === '' ? [] : [{ name, ns: namespace, value: text }]
  })
}

/** `{ [name]: items }`, and nothing where there are none: OSCAL refuses lists without items. */
export function list<Name extends string, Item>(
  name: Name,
  items: readonly Item[],
): { [Key in Name]?: readonly Item[] } {
  return items.length === 0 ? {} : ({ [name]: items } as { [Key in Name]?: readonly Item[] })
}

/** A text on one line, without control characters and marks of direction. */
export function line(text: string): string {
  return text.replace(/[\p{C}\s]+/gu, ' ').trim()
}

/** The same with the marks of OSCAL's markup (a kind of markdown) escaped: what pages say is text and no markup. */
export function markup(text: string): string {
  return line(text).replace(/[\\`*_[\]<>~^$|#!]/g, '\\$&')
}

/** A token: letters, digits, `.`, `-` and `_`, with a letter or `_` first. */
export function token(text: string): string {
  const inner = text.replace(/[^\p{L}\p{N}.\-_]/gu, '-')
  return /^[\p{L}_]/u.test(inner) ? inner : `_${inner}`
}

/** An address as a URI reference (RFC 3986): what cannot stand in one is percent-encoded, the rest is left alone. */
export function uriReference(url: string): string {
  return url
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .replace(/%(?![0-9a-f]{2})|[^A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]/giu, encodeURIComponent)
    .replace(/[[\]]/g, encodeURIComponent)
    .replace(/(#.*?)#/g, '$1%23')
}

/** The moment at which a day begins, in UTC. */
export function startOfDay(day: string): string {
  return `${day}T00:00:00Z`
}

/** UUIDs of things that are the same in every run of a corpus, and of those of one run alone. */
export interface Uuids {
  stable(kind: string, ...names: (string | null)[]): string
  ofRun(kind: string): string
}

export function uuidsOf(corpus: string, runId: string): Uuids {
  return {
    stable: (kind, ...names) => nameUuid('oscal', corpus, kind, ...names),
    ofRun: (kind) => nameUuid('oscal', corpus, kind, 'run', runId),
  }
}
