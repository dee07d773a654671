/**
 * The PDF with everything that differs between two prints of the same document made the same.
 *
 * Chromium (Skia) dates a document by the wall clock and numbers the nodes of its structure tree on from whatever it
 * printed before. Both are replaced by text of the same length, so that no offset in the file has to be mended:
 * the dates by `createdAt` (ISO 32000-1, 7.9.4), the node ids by their order of appearance.
 */
export function normalisePdf(pdf: Uint8Array, createdAt: Date): Uint8Array {
  const bytes = Buffer.from(pdf)
  setDates(bytes, createdAt)
  renumberNodes(bytes)
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

// The information dictionary is the first object that Skia writes.
const informationBytes = 4096

function setDates(bytes: Buffer, createdAt: Date): void {
  const date = createdAt.toISOString().slice(0, 19).replace(/\D/g, '')
  const head = bytes.subarray(0, informationBytes).toString('latin1')
  const dated = head.replace(/\/(CreationDate|ModDate) \(D:\d{14}[^)]*\)/g, (written, name: string) => {
    return `/${name} (D:${date}${"+00'00'".slice(0, written.length - name.length - 20)})`
  })
  if (dated.length === head.length) bytes.write(dated, 0, 'latin1')
}

const nodePrefix = Buffer.from('(node')
const nodeDigits = 8

function renumberNodes(bytes: Buffer): void {
  const numbers = new Map<string, string>()
  const closing = ')'.charCodeAt(0)
  for (let at = bytes.indexOf(nodePrefix); at !== -1; at = bytes.indexOf(nodePrefix, at + 1)) {
    const start = at + nodePrefix.length
    const written = bytes.toString('latin1', start, start + nodeDigits)
    if (bytes[start + nodeDigits] !== closing || !/^\d{8}$/.test(written)) continue
    const number = numbers.get(written) ?? String(numbers.size + 1).padStart(nodeDigits, '0')
    numbers.set(written, number)
    bytes.write(number, start, 'latin1')
  }
}
