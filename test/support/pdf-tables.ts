import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'

/** A cell as the structure tree has it: its role, and the text that it marks. */
export interface PdfCell {
  role: 'TH' | 'TD'
  text: string
}

/** The tables of a tagged PDF in reading order, each as its rows; a table over several pages is one for each page. */
export async function tablesOf(document: PDFDocumentProxy): Promise<PdfCell[][][]> {
  const pages = Array.from({ length: document.numPages }, (_, index) => index + 1)
  return (await Promise.all(pages.map((page) => tablesOfPage(document, page)))).flat()
}

async function tablesOfPage(document: PDFDocumentProxy, number: number): Promise<PdfCell[][][]> {
  const page = await document.getPage(number)
  const { items } = await page.getTextContent({ includeMarkedContent: true })
  const texts = new Map<string, string>()
  const open: (string | null)[] = []
  for (const item of items) {
    if ('str' in item) {
      const id = open.findLast((each) => each !== null)
      if (typeof id === 'string') texts.set(id, `${texts.get(id) ?? ''}${item.str}${item.hasEOL ? ' ' : ''}`)
    } else if (item.type === 'endMarkedContent') open.pop()
    else open.push('id' in item && typeof item.id === 'string' ? item.id : null)
  }
  const textOf = (node: object): string => {
    if ('type' in node && node.type === 'content' && 'id' in node) return texts.get(String(node.id)) ?? ''
    return childrenOf(node).map(textOf).join(' ')
  }
  const cells = (row: object) =>
    withRole(row, ['TH', 'TD']).map((node) => ({
      role: roleOf(node) === 'TH' ? ('TH' as const) : ('TD' as const),
      text: textOf(node).replace(/\s+/g, ' ').trim(),
    }))
  const tree = (await page.getStructTree()) ?? {}
  return withRole(tree, ['Table']).map((table) => withRole(table, ['TR']).map(cells))
}

const roleOf = (node: object) => ('role' in node ? String(node.role) : '')

function childrenOf(node: object): object[] {
  return 'children' in node && Array.isArray(node.children) ? node.children : []
}

/** The nodes of these roles below a node; below such a node none is looked for. */
function withRole(node: object, roles: readonly string[]): object[] {
  return childrenOf(node).flatMap((child) =>
    roles.includes(roleOf(child)) ? [child] : withRole(child, roles),
  )
}
