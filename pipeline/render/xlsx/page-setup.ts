import type { HeaderFooter, PageSetup } from 'exceljs'
import type { SheetPlan, WorkbookPlan } from './plan.js'

/** Codes of paper sizes (ECMA-376 part 1, 18.3.1.63). */
const paperSizes = { a4: 9, letter: 1 } as const

/** How a sheet prints: landscape, fitted to the width, the header repeated on every page. */
export function pageSetup(sheet: SheetPlan, paper: WorkbookPlan['paper']): Partial<PageSetup> {
  const frozen = sheet.table?.frozenColumns ?? 0
  return {
    paperSize: paperSizes[paper] as NonNullable<PageSetup['paperSize']>,
    orientation: 'landscape',
    fitToPage: true,
    fitToWidth: sheet.pagesWide,
    fitToHeight: 0,
    margins: { left: 0.4, right: 0.4, top: 0.7, bottom: 0.6, header: 0.3, footer: 0.3 },
    ...(sheet.table === null ? {} : { printTitlesRow: `1:${sheet.table.headerRow}` }),
    ...(sheet.table === null || frozen === 0 || sheet.pagesWide === 1
      ? {}
      : { printTitlesColumn: `A:${String.fromCharCode(64 + frozen)}` }),
  }
}

/** What every printed page says: the classification at its head; run, sheet and page number at its foot. */
export function printHeaderFooter(sheet: SheetPlan, plan: WorkbookPlan): Partial<HeaderFooter> {
  const head = plan.classification === '' ? '' : `&C&"-,Bold"${literal(plan.classification, 120)}`
  return {
    ...(head === '' ? {} : { oddHeader: head }),
    oddFooter: `&L&8${separated(literal(plan.footer, 120))}&C&8${separated(literal(sheet.title, 31))}&R&8Page &P of &N`,
  }
}

/** `&` begins a code in headers and footers, which hold 255 characters in all. */
function literal(text: string, longest: number): string {
  return text.replace(/\s+/g, ' ').slice(0, longest).replaceAll('&', '&&')
}

/** A text that begins with a digit would be read as part of the font size before it. */
function separated(text: string): string {
  return /^\d/.test(text) ? ` ${text}` : text
}
