/** An address with what would end a markdown destination, code span or table cell percent-encoded (RFC 3986, 2.1). */
export function asDestination(url: string): string {
  return url.replace(/[()\s<>\\`|\p{Cc}]/gu, (character) =>
    [...new TextEncoder().encode(character)]
      .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
      .join(''),
  )
}
