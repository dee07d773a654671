import { Failure } from '../../model/failure.js'
import { browserUser } from './browser-user.js'
import { type BrowserWish, browserRemedies, findBrowser } from './find-browser.js'
import { openBrowser } from './open-browser.js'

/** What `doctor` says of the browser. */
export interface BrowserDescription {
  /** True when a PDF can be printed here. */
  usable: boolean
  path: string | null
  origin: string | null
  version: string | null
  /** `on`, `off`, or null where no browser was started. */
  sandbox: 'on' | 'off' | null
  /** One sentence each: what was passed over, why the sandbox is off, who the browser runs as. */
  notes: string[]
  /** What would help; any one of them is enough. Empty when nothing is lacking. */
  remedies: string[]
}

/** Which browser a run would print with, tried out: it is started once, printing nothing. Never throws. */
export async function describeBrowser(
  wish: BrowserWish,
  startTimeoutMs = 30_000,
): Promise<BrowserDescription> {
  const user = await browserUser(process.getuid?.() ?? null)
  const lacking = { usable: false, path: null, origin: null, version: null, sandbox: null } as const
  if (user.kind === 'root-only') {
    return {
      ...lacking,
      notes: ['we are root, and there is no setpriv'],
      remedies: ['run as a normal user', 'install util-linux'],
    }
  }
  try {
    const { found, passedOver } = await findBrowser(wish, user)
    const notes = passedOver.map(({ path, reason }) => `${path} was passed over: ${reason}`)
    if (found === null) return { ...lacking, notes, remedies: browserRemedies }
    const { path, origin, version } = found
    if (user.kind === 'nobody') notes.push('it runs as user 65534, since we are root')
    try {
      const opened = await openBrowser(found, { env: wish.env, user, startTimeoutMs })
      await opened.session.end()
      notes.push(...opened.notes)
      return {
        usable: true,
        path,
        origin,
        version,
        sandbox: opened.sandboxed ? 'on' : 'off',
        notes,
        remedies: [],
      }
    } catch (error) {
      notes.push(`it does not start: ${sentenceOf(error)}`)
      return { ...lacking, path, origin, version, notes, remedies: browserRemedies }
    } finally {
      await found.dispose()
    }
  } catch (error) {
    return {
      ...lacking,
      notes: [sentenceOf(error)],
      remedies: error instanceof Failure ? [error.remedy] : browserRemedies,
    }
  }
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n')[0] ?? error.name) : String(error)
}
