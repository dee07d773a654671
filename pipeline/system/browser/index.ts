export { type BrowserDescription, describeBrowser } from './describe-browser.js'
export type { BrowserWish } from './find-browser.js'
export { type ClosablePrinter, createPrinter, type PrinterOptions } from './printer.js'
export { readReportFonts } from './report-fonts.js'
