import { extract } from '../../../pipeline/extract/index.js'
import { groupBy } from '../../../pipeline/model/group-by.js'
import { normalize } from '../../../pipeline/normalize/index.js'
import type { SamplePage } from '../corpus.js'

/** What a corpus looks like from afar; a share is one of its pages, but that of repeats and unlinked rows of its rows. */
export interface CorpusShape {
  bytesAPage: number
  mappingsAPage: number
  /** Placeholders counted in. */
  rowsAPage: number
  linksAPage: number
  /** Distinct addresses, of all links. */
  distinctLinks: number
  hosts: number
  /** On GitHub. */
  repositories: number
  subTechniques: number
  placeholders: number
  repeats: number
  unlinked: number
  repaired: number
}

/** What was counted on the 578 pages of 2022-08-10, and by how much of it one draw may differ. */
export const realShape = {
  bytesAPage: [5_861, 0.12],
  mappingsAPage: [2.93, 0.08],
  rowsAPage: [15.97, 0.15],
  linksAPage: [37.3, 0.15],
  distinctLinks: [0.225, 0.1],
  hosts: [5, 0],
  repositories: [7, 0],
  subTechniques: [0.656, 0.02],
  placeholders: [0.194, 0.25],
  repeats: [0.0277, 0.6],
  unlinked: [0.0223, 0.6],
  repaired: [0.156, 0.35],
} as const satisfies Record<keyof CorpusShape, readonly [value: number, by: number]>

/** Counts the shape of a corpus by what the program itself understands of it, and links by its text. */
export function shapeOf(pages: readonly SamplePage[]): CorpusShape {
  const files = pages.map(({ name, text }) => ({
    file: name,
    content: { bytes: new TextEncoder().encode(text) },
  }))
  const records = extract(files, { location: 'pages', revision: null })
  const model = normalize(records)
  const mappings = model.techniques.flatMap((technique) => technique.mappings)
  const rows = mappings.reduce((sum, { resources, placeholders }) => sum + resources.length + placeholders, 0)
  const found = groupBy([...records.findings, ...model.findings], ({ code }) => code)
  const count = (code: string) => [...found].find(([each]) => each === code)?.[1].length ?? 0
  const links = pages.flatMap(({ text }) => [...text.matchAll(linkTarget)].map(([, url = '']) => url))
  const distinct = new Set(links)
  return {
    bytesAPage: pages.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0) / pages.length,
    mappingsAPage: mappings.length / pages.length,
    rowsAPage: rows / pages.length,
    linksAPage: links.length / pages.length,
    distinctLinks: distinct.size / links.length,
    hosts: new Set([...distinct].map((url) => new URL(url).host)).size,
    repositories: new Set(
      [...distinct].flatMap((url) => /^https:\/\/github\.com\/([^/]+\/[^/]+)/.exec(url)?.[1] ?? []),
    ).size,
    subTechniques: model.techniques.filter(({ parentId }) => parentId !== null).length / pages.length,
    placeholders: count('placeholder-row') / pages.length,
    repeats: count('resource-duplicate') / rows,
    unlinked: count('resource-unlinked') / rows,
    repaired: count('text-repaired') / pages.length,
  }
}

/** Destinations with at most one pair of parentheses in them. */
const linkTarget = /\]\((https?:\/\/[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)\)/g
