/** What a program says of a link, in terms that all of them have. */
export type Saying =
  | { kind: 'alive' }
  /** Not at this address any more, or redirected for good; `target` is where it is said to have gone. */
  | { kind: 'moved'; target: string }
  | { kind: 'lost' }
  /** Nothing: skipped, or not asked. */
  | { kind: 'nothing' }

/** What a program says of links, by absolute address as the URL standard writes it. */
export type Sayings = ReadonlyMap<string, Saying>

/** The address as the URL standard writes it: programs print them more or less as the page has them. */
export function asKey(url: string): string {
  return URL.canParse(url) ? new URL(url).href : url
}
