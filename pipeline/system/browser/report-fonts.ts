import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

const scripts = ['latin', 'latin-ext', 'greek', 'cyrillic']
const weights = [400, 700]

/**
 * The fonts that reports are printed in, by their path in a template folder (`fonts/…woff2`): Noto Sans for Latin,
 * Greek and Cyrillic, regular and bold (SIL Open Font License 1.1).
 *
 * They come with the program so that every machine, even one without any font, lays a report out alike. Both weights
 * are needed: a bold that is missing is drawn as outlines, which cannot be read back as text.
 */
export async function readReportFonts(): Promise<Map<string, Uint8Array>> {
  const fromHere = createRequire(import.meta.url)
  const names = scripts.flatMap((script) =>
    weights.map((weight) => `noto-sans-${script}-${weight}-normal.woff2`),
  )
  const files = names.map(async (name): Promise<[string, Uint8Array]> => {
    return [`fonts/${name}`, await readFile(fromHere.resolve(`@fontsource/noto-sans/files/${name}`))]
  })
  return new Map(await Promise.all(files))
}
