/** A line without what steers a terminal, or turns the direction of text around: it may hold a page's words. */
export function harmless(line: string): string {
  return line.replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '\ufffd')
}
