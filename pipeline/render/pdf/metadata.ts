import type { DocumentFacts } from './document-facts.js'
import { mendedOutline } from './outline-titles.js'
import { readSkiaFile } from './skia-file.js'

/**
 * The PDF with what Chromium leaves out: author, subject and keywords, an XMP packet (ISO 16684-1) and page labels;
 * and with each title of its outline once.
 *
 * It is appended as an update (ISO 32000-1, 7.5.6), so that no byte of what was printed changes, tags and outline
 * included; libraries that rewrite a PDF lose one or the other, or take seconds. A file that is not Skia's comes back
 * as it is.
 */
export function withMetadata(pdf: Uint8Array, facts: DocumentFacts, createdAt: Date): Uint8Array {
  const file = readSkiaFile(pdf)
  const { object, root, info, table } = file
  if (table === null || root === null || info === null) return pdf
  const metadataId = table.size
  const packet = Buffer.from(xmpPacket(facts, createdAt), 'utf8')
  const update = createUpdate(pdf)
  update.put(
    info,
    extended(
      object(info),
      `/Author ${text(facts.author)}\n/Subject ${text(facts.subject)}\n/Keywords ${text(facts.keywords)}`,
    ),
  )
  update.put(root, extended(object(root), `/Metadata ${metadataId} 0 R\n/PageLabels <</Nums [0 <</S /D>>]>>`))
  for (const [id, entry] of mendedOutline(file)) update.put(id, entry)
  update.put(metadataId, `<</Type /Metadata\n/Subtype /XML\n/Length ${packet.length}>>`, packet)
  return update.finish({ size: metadataId + 1, root, info, previous: table.at })
}

/** The dictionary of an object with more entries. */
function extended(object: string, entries: string): string {
  const dictionary = object.slice(object.indexOf('<<'), object.lastIndexOf('>>'))
  return `${dictionary}\n${entries}>>`
}

function createUpdate(pdf: Uint8Array) {
  const pieces: Uint8Array[] = [pdf, Buffer.from('\n')]
  const offsets = new Map<number, number>()
  let length = pdf.length + 1
  const write = (piece: Uint8Array) => {
    pieces.push(piece)
    length += piece.length
  }
  const writeText = (words: string) => write(Buffer.from(words, 'latin1'))
  return {
    put(id: number, dictionary: string, stream?: Uint8Array): void {
      offsets.set(id, length)
      writeText(`${id} 0 obj\n${dictionary}\n`)
      if (stream !== undefined) {
        writeText('stream\n')
        write(stream)
        writeText('\nendstream\n')
      }
      writeText('endobj\n')
    },
    finish(trailer: { size: number; root: number; info: number; previous: number }): Uint8Array {
      const tableAt = length
      writeText('xref\n')
      for (const [id, offset] of [...offsets].sort(([a], [b]) => a - b))
        writeText(`${id} 1\n${String(offset).padStart(10, '0')} 00000 n \n`)
      const { size, root, info, previous } = trailer
      writeText(`trailer\n<</Size ${size}\n/Root ${root} 0 R\n/Info ${info} 0 R\n/Prev ${previous}>>\n`)
      writeText(`startxref\n${tableAt}\n%%EOF\n`)
      return new Uint8Array(Buffer.concat(pieces))
    },
  }
}

/** A text string of PDF (7.9.2.2) in UTF-16, written in hexadecimal so that nothing in it can end it. */
function text(value: string): string {
  return `<${Buffer.from(`\ufeff${value}`, 'utf16le').swap16().toString('hex')}>`
}

function xmpPacket(facts: DocumentFacts, createdAt: Date): string {
  const date = `${createdAt.toISOString().slice(0, 19)}Z`
  const [title, author, subject, keywords, language] = [
    facts.title,
    facts.author,
    facts.subject,
    facts.keywords,
    facts.language,
  ].map(xml)
  return `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>${author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">${subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>${language}</rdf:li></rdf:Bag></dc:language>
<pdf:Keywords>${keywords}</pdf:Keywords>
<xmp:CreatorTool>${author}</xmp:CreatorTool>
<xmp:CreateDate>${date}</xmp:CreateDate>
<xmp:ModifyDate>${date}</xmp:ModifyDate>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>`
}

function xml(value: string): string {
  return value.replace(/[&<>]/g, (each) => (each === '&' ? '&amp;' : each === '<' ? '&lt;' : '&gt;'))
}
