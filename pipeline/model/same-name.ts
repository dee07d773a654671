/**
 * Whether two names are one, letter case, spaces and the spelling of characters (Unicode NFKC) aside.
 *
 * Such differences are how somebody writes, not what ATT&CK or D3FEND renamed.
 */
export function sameName(a: string, b: string): boolean {
  return foldedName(a) === foldedName(b)
}

/** A name as it is compared: NFKC, lower case, single spaces. */
export function foldedName(name: string): string {
  return name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase()
}
