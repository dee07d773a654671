import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gatherLinks } from '../../../pipeline/check/gather-links.js'
import { extract } from '../../../pipeline/extract/index.js'
import { normalize } from '../../../pipeline/normalize/index.js'
import { readWholeCorpus } from '../../../pipeline/system/corpus-folder.js'

/** As many as stand on a page where 578 pages hold 30,000. */
const linksOnAPage = 52

/** The distinct addresses that a corpus links to, in order. */
export async function linksOfCorpus(folder: string): Promise<string[]> {
  const { files, ...corpus } = await readWholeCorpus(folder)
  const urls = gatherLinks(normalize(extract(files, corpus))).keys()
  return [...new Set([...urls].filter((url) => URL.canParse(url)).map((url) => new URL(url).href))]
}

/** So many of these addresses, at equal distances, so that every host has its share. */
export function sampleOf(urls: readonly string[], size: number): string[] {
  if (size >= urls.length) return [...urls]
  return Array.from({ length: size }, (_, at) => urls[Math.floor((at * urls.length) / size)] ?? '')
}

/**
 * Writes pages that hold each address once and no other link: every program reads the same ones. They are pages of a
 * corpus to us, and Markdown to everybody.
 */
export function writeLinkPages(folder: string, urls: readonly string[]): void {
  mkdirSync(folder, { recursive: true })
  for (let from = 0; from < urls.length; from += linksOnAPage) {
    const id = `T${1000 + from / linksOnAPage}`
    const rows = urls.slice(from, from + linksOnAPage).map((url, at) => `* [Link ${from + at}](${url})`)
    const page = [
      `# ${id}: Links`,
      '',
      '## Technical Controls (Detection Rules)',
      '',
      '### Links',
      '',
      ...rows,
      '',
    ]
    writeFileSync(join(folder, `${id}.md`), page.join('\n'))
  }
}
