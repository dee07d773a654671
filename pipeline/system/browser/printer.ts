import { exitCodes, Failure } from '../../model/failure.js'
import type { PrintedDocument, Printer, PrintOptions } from '../../model/ports.js'
import { type BrowserUser, browserUser } from './browser-user.js'
import { type BrowserWish, type FoundBrowser, findBrowser, noBrowserFailure } from './find-browser.js'
import { type OpenBrowser, openBrowser } from './open-browser.js'
import { printDocument } from './print-document.js'

/** What the printer is made of, and how long it waits. */
export interface PrinterOptions extends BrowserWish {
  /** For one document, in milliseconds; 180,000 unless told. */
  printTimeoutMs?: number
  /** For the start of the browser, in milliseconds; 30,000 unless told. */
  startTimeoutMs?: number
}

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
 * by a fresh browser; the second time it is a failure. The browser dates documents by its own clock and cannot be told
 * otherwise: `normalisePdf` (render/pdf) puts the report's time in.
 *
 * `print` throws a {@link Failure} when there is no browser, or when it does not print twice in a row.
 */
export function createPrinter(options: PrinterOptions): ClosablePrinter {
  let chosen: Promise<{ found: FoundBrowser; user: BrowserUser }> | null = null
  let open: Promise<OpenBrowser> | null = null

  const start = async () => {
    chosen ??= chooseBrowser(options)
    const { found, user } = await chosen
    return openBrowser(found, { env: options.env, user, startTimeoutMs: options.startTimeoutMs ?? 30_000 })
  }
  const end = async () => {
    const ending = open
    open = null
    const opened = await ending?.catch(() => null)
    await opened?.session.end()
  }
  const attempt = async (html: string, printOptions: PrintOptions): Promise<PrintedDocument> => {
    open ??= start()
    const { session, notes } = await open
    const limitMs = options.printTimeoutMs ?? 180_000
    return { pdf: await printDocument(session.browser, html, printOptions, limitMs), notes }
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
        await end()
        if (error instanceof Failure) throw error
      }
      try {
        return await attempt(html, printOptions)
      } catch (error) {
        await end()
        throw error instanceof Failure ? error : printFailure(error)
      }
    },
    async close() {
      await end()
      const choice = await chosen?.catch(() => null)
      chosen = null
      await choice?.found.dispose()
    },
  }
}

async function chooseBrowser(options: BrowserWish) {
  const user = await browserUser(process.getuid?.() ?? null)
  const search = await findBrowser(options, user)
  if (search.found === null) throw noBrowserFailure(search)
  if (user.kind !== 'root-only') return { found: search.found, user }
  await search.found.dispose()
  throw new Failure(
    'the browser is not started as root, and there is no setpriv to start it as somebody else',
    'run as a normal user, or install util-linux (it brings setpriv)',
    { exitCode: exitCodes.incomplete },
  )
}

function printFailure(cause: unknown): Failure {
  const detail = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause)
  return new Failure(
    `the browser failed twice to print the PDF: ${detail}`,
    'run `control-coverage doctor`, or name another browser with --browser',
    { exitCode: exitCodes.incomplete, cause },
  )
}
