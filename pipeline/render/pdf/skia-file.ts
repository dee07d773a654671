/** A PDF as Skia writes it: one plain object table, one trailer (ISO 32000-1, 7.5.4 and 7.5.5). */
export interface SkiaFile {
  /** Text of an object up to its `endobj`, or '' where there is none. */
  object(id: number | null): string
  /** Object ids of the catalog and of the information dictionary, or null. */
  root: number | null
  info: number | null
  /** Number of entries of the object table, and where it begins; null of any other kind of file. */
  table: { size: number; at: number } | null
}

/** Reads the object table of a PDF that Skia wrote; of any other file nothing is found. */
export function readSkiaFile(pdf: Uint8Array): SkiaFile {
  const bytes = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength)
  const tail = bytes.subarray(Math.max(0, bytes.length - 1024)).toString('latin1')
  const at = Number(/startxref\s+(\d+)/.exec(tail)?.[1] ?? Number.NaN)
  const header = Number.isNaN(at) ? null : /^xref\s0 (\d+)\s\n?/.exec(bytes.toString('latin1', at, at + 40))
  if (header === null) return { object: () => '', root: null, info: null, table: null }
  const entriesAt = at + header[0].length
  const object = (id: number | null) => {
    if (id === null) return ''
    const entryAt = entriesAt + id * 20
    const offset = Number(bytes.toString('latin1', entryAt, entryAt + 10))
    const end = bytes.indexOf('endobj', offset)
    return end === -1 ? '' : bytes.toString('latin1', offset, end)
  }
  const table = { size: Number(header[1]), at }
  return { object, root: reference(tail, 'Root'), info: reference(tail, 'Info'), table }
}

/** The object that a dictionary refers to under a name, or null. */
export function reference(dictionary: string, name: string): number | null {
  const found = new RegExp(`/${name} (\\d+) 0 R`).exec(dictionary)?.[1]
  return found === undefined ? null : Number(found)
}
