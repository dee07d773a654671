import { readSkiaFile, reference, type SkiaFile } from './skia-file.js'

/** Page, counted from 1, by anchor: where each target of an inner link has come to stand. */
export type PageNumbers = ReadonlyMap<string, number>

/**
 * The pages on which the targets of a printed document's inner links stand.
 *
 * CSS cannot print the page of a target (Chromium knows no `target-counter`), so the contents are filled from a first
 * print. Only Skia's own plain files are read, by its object table and its tree of pages (ISO 32000-1, 7.5.4, 7.7.3,
 * 12.3.2.3); of any other file nothing is found, and the contents then go without numbers.
 */
export function pageNumbers(pdf: Uint8Array): PageNumbers {
  const { object, root } = readSkiaFile(pdf)
  const catalog = object(root)
  const pageOf = new Map(pageObjects(object, reference(catalog, 'Pages')).map((id, index) => [id, index + 1]))
  const found = new Map<string, number>()
  for (const [, name, id] of object(reference(catalog, 'Dests')).matchAll(/\/(\S+) \[(\d+) 0 R \/XYZ/g)) {
    const page = pageOf.get(Number(id))
    if (name !== undefined && page !== undefined) found.set(name, page)
  }
  return found
}

/** Object ids of the pages in order; a node that was seen already is not entered again. */
function pageObjects(object: SkiaFile['object'], root: number | null, seen = new Set<number>()): number[] {
  if (root === null || seen.has(root)) return []
  seen.add(root)
  const node = object(root)
  const kids = /\/Kids \[([^\]]*)\]/.exec(node)?.[1]
  if (kids === undefined) return [root]
  return [...kids.matchAll(/(\d+) 0 R/g)].flatMap(([, id]) => pageObjects(object, Number(id), seen))
}
