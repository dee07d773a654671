import { constants } from 'node:fs'
import { access } from 'node:fs/promises'

/** The user and group that browsers run as when we are root: `nobody`, by its number, since its name varies. */
export const unprivilegedId = 65534

/**
 * Whom the browser runs as: us, or nobody by way of `setpriv` (util-linux).
 *
 * Chromium refuses to run as root with its sandbox on, and with it off page data would be one bug away from root.
 */
export type BrowserUser = { kind: 'self' } | { kind: 'nobody'; setprivPath: string } | { kind: 'root-only' }

/** Whom the browser is to run as; `root-only` where we are root and there is no `setpriv` to leave that with. */
export async function browserUser(userId: number | null): Promise<BrowserUser> {
  if (userId !== 0) return { kind: 'self' }
  for (const setprivPath of ['/usr/bin/setpriv', '/bin/setpriv', '/usr/sbin/setpriv', '/sbin/setpriv']) {
    if (await isExecutable(setprivPath)) return { kind: 'nobody', setprivPath }
  }
  return { kind: 'root-only' }
}

/** Program and arguments that run `program` as that user. */
export function commandAs(user: BrowserUser, program: string, args: readonly string[]): [string, string[]] {
  if (user.kind !== 'nobody') return [program, [...args]]
  const identity = [`--reuid=${unprivilegedId}`, `--regid=${unprivilegedId}`, '--clear-groups', '--']
  return [user.setprivPath, [...identity, program, ...args]]
}

/** True when the file is there and may be run by us. */
export async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
