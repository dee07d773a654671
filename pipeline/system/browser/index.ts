export type { Aspect } from './aspects.js'
export { describeBrowser } from './describe-browser.js'
export { type ClosablePrinter, createPrinter } from './printer.js'
export { readReportFonts } from './report-fonts.js'
