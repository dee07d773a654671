import { Failure } from '../../model/failure.js'
import { type BrowserSession, type SessionOptions, startSession, startWords } from './browser-session.js'
import type { FoundBrowser } from './find-browser.js'
import { TimeLimitError } from './within-ms.js'

/** A running browser, and whether page data is kept inside its sandbox. */
export interface OpenBrowser {
  session: BrowserSession
  sandboxed: boolean
  /** What a reader of the report should know; empty when all is as it should be. */
  notes: string[]
}

/**
 * Starts the browser with its sandbox, and once more without where that fails at once; one that hangs does so with and
 * without.
 *
 * Containers often allow no user namespaces, and then Chromium's sandbox cannot start. The second start is still
 * not root's, and the note says what happened, so that nobody takes it for the normal case.
 */
export async function openBrowser(
  found: FoundBrowser,
  options: Omit<SessionOptions, 'sandboxed'>,
): Promise<OpenBrowser> {
  try {
    return { session: await startSession(found, { ...options, sandboxed: true }), sandboxed: true, notes: [] }
  } catch (sandboxError) {
    if (sandboxError instanceof Failure || isHang(sandboxError)) throw sandboxError
    try {
      const session = await startSession(found, { ...options, sandboxed: false })
      return { session, sandboxed: false, notes: [noSandboxNote(options.user.kind === 'nobody')] }
    } catch {
      throw sandboxError
    }
  }
}

/** Whether a browser did not answer at all; it would not without its sandbox either. */
export function isHang(error: unknown): boolean {
  return error instanceof TimeLimitError && error.what === startWords
}

function noSandboxNote(asNobody: boolean): string {
  const who = asNobody ? ', as user 65534 rather than root' : ''
  return `the browser ran without its sandbox${who}: it did not start with it, most likely because this machine allows no user namespaces`
}
