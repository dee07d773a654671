import { exitCodes, Failure } from '../../model/failure.js'
import type { PrintedDocument, Printer, PrintOptions } from '../../model/ports.js'
import { type RunningUser, runningUser } from './browser-user.js'
import { type BrowserWish, type FoundBrowser, findBrowser, noBrowserFailure } from './find-browser.js'
import { type OpenBrowser, openBrowser } from './open-browser.js'
import { printDocument } from './print-document.js'

/** What the printer is made of, and how long it waits. */
export interface PrinterOptions extends BrowserWish {
  /** For one document, in milliseconds; 180,000 unless told. */
  printTimeoutMs?: number
  /** For the start of the browser, in milliseconds; 30,000 unless told. */
  startTimeoutMs?: number
  /** What the browser may hold, all its processes together, in MB (10⁶ bytes); {@link defaultMemoryMb} unless told. */
  memoryMb?: number
}

/** What the browser may hold unless told, in MB: half as much again as the largest document of ours takes, that of 2,000 techniques in full. */
export const defaultMemoryMb = 2000

/** A printer that holds a browser from its first document until it is closed. */
export interface ClosablePrinter extends Printer {
  /** Looks for the browser, without starting it. Throws the {@link Failure} that the first document would meet. */
  ready(): Promise<void>
  /** Ends the browser and removes what it left on disk. */
  close(): Promise<void>
}

/**
 * A printer over the browser that this machine has.
 *
 * The browser is looked for and started with the first document and serves all of them. A crash or a hang is met once
 * by a fresh browser; the second time it is a failure, and too much memory is one at once. The browser dates documents by its own clock and cannot be told
 * otherwise: `normalisePdf` (render/pdf) puts the report's time in.
 *
 * `print` throws a {@link Failure} when there is no browser, or when it does not print twice in a row.
 */
export function createPrinter(options: PrinterOptions): ClosablePrinter {
  let chosen: Promise<{ found: FoundBrowser; user: RunningUser }> | null = null
  let open: Promise<OpenBrowser> | null = null

  const memoryMb = options.memoryMb ?? defaultMemoryMb
  const start = async () => {
    chosen ??= chooseBrowser(options)
    const { found, user } = await chosen
    const limits = { startTimeoutMs: options.startTimeoutMs ?? 30_000, memoryLimitBytes: memoryMb * 1e6 }
    return openBrowser(found, { env: options.env, user, ...limits })
  }
  /** Ends the browser that failed; another document may have begun a fresh one meanwhile, which stays. */
  const end = async (ending: Promise<OpenBrowser> | null) => {
    if (open === ending) open = null
    const opened = await ending?.catch(() => null)
    await opened?.session.end()
  }
  const attempt = async (html: string, printOptions: PrintOptions): Promise<PrintedDocument> => {
    open ??= start()
    const opening = open
    try {
      const { session, notes } = await opening
      const limitMs = options.printTimeoutMs ?? 180_000
      return { pdf: await printDocument(session.browser, html, printOptions, limitMs), notes }
    } catch (error) {
      await end(opening)
      if ((await opening.catch(() => null))?.session.memory.isExceeded === true) throw memoryFailure(memoryMb)
      throw error
    }
  }

  return {
    async ready() {
      chosen ??= chooseBrowser(options)
      await chosen
    },
    async print(html, printOptions) {
      try {
        return await attempt(html, printOptions)
      } catch (error) {
        if (error instanceof Failure) throw error
      }
      try {
        return await attempt(html, printOptions)
      } catch (error) {
        throw error instanceof Failure ? error : printFailure(error)
      }
    },
    async close() {
      await end(open)
      const choice = await chosen?.catch(() => null)
      chosen = null
      await choice?.found.dispose()
    },
  }
}

/** A second try would hold as much. */
function memoryFailure(memoryMb: number): Failure {
  return new Failure(
    `the browser was ended while it printed the PDF: it held more than the ${memoryMb} MB that it may hold`,
    'allow more with --browser-memory, or report less (--scope, or --report brief)',
    { exitCode: exitCodes.incomplete },
  )
}

async function chooseBrowser(options: BrowserWish) {
  const user = await runningUser()
  const search = await findBrowser(options, user)
  if (search.found === null) throw noBrowserFailure(search)
  return { found: search.found, user }
}

function printFailure(cause: unknown): Failure {
  const detail = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause)
  return new Failure(
    `the browser failed twice to print the PDF: ${detail}`,
    'run `control-coverage doctor`, or name another browser with --browser',
    { exitCode: exitCodes.incomplete, cause },
  )
}
