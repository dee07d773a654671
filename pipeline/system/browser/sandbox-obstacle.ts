import { readFile } from 'node:fs/promises'

/** Why the sandbox did not start, and what would let it. */
export interface SandboxObstacle {
  reason: string
  remedy: string
}

/** Reads a file of the system; null where it is not there. */
export type ReadSystemFile = (path: string) => Promise<string | null>

const switches = [
  {
    path: '/proc/sys/user/max_user_namespaces',
    closed: '0',
    reason: 'this system allows no user namespaces (user.max_user_namespaces is 0)',
    remedy: 'sysctl -w user.max_user_namespaces=15000',
  },
  {
    path: '/proc/sys/kernel/unprivileged_userns_clone',
    closed: '0',
    reason: 'this system allows user namespaces to root alone (kernel.unprivileged_userns_clone is 0)',
    remedy: 'sysctl -w kernel.unprivileged_userns_clone=1',
  },
  {
    path: '/proc/sys/kernel/apparmor_restrict_unprivileged_userns',
    closed: '1',
    reason:
      'AppArmor allows user namespaces to programs with a profile alone (kernel.apparmor_restrict_unprivileged_userns is 1)',
    remedy:
      'name a browser that came with an AppArmor profile, such as Google Chrome’s package, with --browser',
  },
]

/**
 * What keeps Chromium’s sandbox, which is made of user namespaces, from starting: a switch of the kernel where one is
 * set so, else most likely the container that we run in.
 */
export async function sandboxObstacle(read: ReadSystemFile = systemFile): Promise<SandboxObstacle> {
  for (const { path, closed, reason, remedy } of switches) {
    if ((await read(path))?.trim() === closed) return { reason, remedy }
  }
  return {
    reason: 'no switch of the kernel forbids it, so most likely the container does, by its seccomp profile',
    remedy:
      'start the container with a profile that allows user namespaces (Docker: --security-opt seccomp=PROFILE)',
  }
}

async function systemFile(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch {
    return null
  }
}
