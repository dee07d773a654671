import { execFile } from 'node:child_process'
import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { exitCodes, Failure } from '../../model/failure.js'

/** The user and group that browsers run as when we are root: `nobody`, by its number, since its name varies. */
export const unprivilegedId = 65534

/**
 * Whom the browser runs as: us, or nobody by way of `setpriv` (util-linux); or why it cannot be run at all.
 *
 * Chromium refuses to run as root with its sandbox on, and with it off page data would be one bug away from root.
 */
export type BrowserUser = RunningUser | { kind: 'root-only'; reason: string; remedy: string }
/** A user that a browser may run as. */
export type RunningUser =
  | { kind: 'self'; setprivPath: string | null }
  | { kind: 'nobody'; setprivPath: string }

/** Whom the browser is to run as; `root-only` where we are root and there is no way to leave that. */
export async function browserUser(userId: number | null): Promise<BrowserUser> {
  const setprivPath = userId === null ? null : await findSetpriv()
  if (userId !== 0) {
    // BusyBox has a setpriv that knows less.
    const serves =
      setprivPath !== null && (await faultOf(commandAs({ kind: 'self', setprivPath }, 'true', []))) === null
    return { kind: 'self', setprivPath: serves ? setprivPath : null }
  }
  if (setprivPath === null) {
    const reason = 'there is no setpriv to start it as somebody else'
    return {
      kind: 'root-only',
      reason,
      remedy: 'run as a normal user, or install util-linux (it brings setpriv)',
    }
  }
  const nobody: RunningUser = { kind: 'nobody', setprivPath }
  const fault = await faultOf(commandAs(nobody, 'true', []))
  if (fault === null) return nobody
  return {
    kind: 'root-only',
    reason: `it cannot be started as user ${unprivilegedId}: ${fault}`,
    remedy: 'run as a normal user (a container may know of no user but root)',
  }
}

/**
 * Whom the browser runs as here.
 *
 * @throws {Failure} where we are root and there is no way to leave that
 */
export async function runningUser(): Promise<RunningUser> {
  const user = await browserUser(process.getuid?.() ?? null)
  if (user.kind !== 'root-only') return user
  throw new Failure(`the browser is not started as root, and ${user.reason}`, user.remedy, {
    exitCode: exitCodes.incomplete,
  })
}

async function findSetpriv(): Promise<string | null> {
  if (process.platform !== 'linux') return null
  for (const path of ['/usr/bin/setpriv', '/bin/setpriv', '/usr/sbin/setpriv', '/sbin/setpriv']) {
    if (await isExecutable(path)) return path
  }
  return null
}

function faultOf([command, args]: [string, string[]]): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(command, args, { timeout: 5_000 }, (error, _, stderr) => {
      resolve(error === null ? null : stderr.trim().split('\n')[0] || error.message)
    })
  })
}

/**
 * Program and arguments that run `program` as that user.
 *
 * `setpriv` also has the kernel end the program when we die (prctl(2), PR_SET_PDEATHSIG), as one that hangs would not
 * notice that nobody listens any more.
 */
export function commandAs(user: RunningUser, program: string, args: readonly string[]): [string, string[]] {
  if (user.setprivPath === null) return [program, [...args]]
  const identity = [`--reuid=${unprivilegedId}`, `--regid=${unprivilegedId}`, '--clear-groups']
  const own = user.kind === 'nobody' ? identity : []
  return [user.setprivPath, [...own, '--pdeathsig=KILL', '--', program, ...args]]
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
