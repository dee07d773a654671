/** As much of commonmark.js as is measured here; the package brings no types. */
declare module 'commonmark' {
  export class Parser {
    parse(text: string): unknown
  }
}
