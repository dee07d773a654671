import { reference, type SkiaFile } from './skia-file.js'

/**
 * Entries of a PDF's outline (ISO 32000-1, 12.3.3) whose title stands twice in a row, by object id, as they ought to be.
 *
 * Chromium paints a heading that begins a page a second time, out of sight, at the end of the page before, and Skia
 * collects the titles of what is painted: "GapsGaps".
 */
export function mendedOutline({ object, root }: SkiaFile): Map<number, string> {
  const mended = new Map<number, string>()
  const seen = new Set<number>()
  const waiting = [reference(object(root), 'Outlines')]
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (id === null || seen.has(id)) continue
    seen.add(id)
    const entry = object(id)
    waiting.push(reference(entry, 'Next'), reference(entry, 'First'))
    const dictionary = entry.slice(entry.indexOf('<<')).trimEnd()
    const single = dictionary
      .replace(/\/Title \(((?:[^\\()]|\\.)*)\)/, (_, title: string) => `/Title (${once(title)})`)
      .replace(/\/Title <FEFF([0-9A-F]*)>/i, (_, title: string) => `/Title <FEFF${once(title)}>`)
    if (single !== dictionary) mended.set(id, single)
  }
  return mended
}

/** Half of a text that is twice the same, else the text; a title is never one of two halves that are alike. */
function once(text: string): string {
  const half = text.slice(0, text.length / 2)
  return `${half}${half}` === text ? half : text
}
