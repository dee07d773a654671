import { z } from 'zod'

/** Where something stands: a file relative to the corpus, `/`-separated, and a line counted from 1. */
export const Place = z
  .strictObject({
    file: z.string().describe('file, relative to the corpus, /-separated'),
    line: z.int().min(1).describe('line, counted from 1'),
  })
  .describe('file and line')
export type Place = z.infer<typeof Place>

/** Order of places: by file in code-unit order, then by line. The same on every locale. */
export function comparePlaces(a: Place, b: Place): number {
  return compareText(a.file, b.file) || a.line - b.line
}

/** Order of texts by UTF-16 code unit: no locale can change it. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
