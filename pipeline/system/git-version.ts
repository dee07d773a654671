import { git, NoGit } from './git.js'

/** The git of this machine. */
export interface GitDescription {
  /** `2.39.5`; null where git cannot be started, or does not say. */
  version: string | null
  /** Whether it can keep clones: 2.29 was the first to fetch without leaving a FETCH_HEAD (its release notes). */
  keepsClones: boolean
}

/** Asks git which one it is. */
export async function describeGit(): Promise<GitDescription> {
  const said = await git(['--version'], { timeoutMs: 10_000 }).catch((cause: unknown) => {
    if (cause instanceof NoGit) return ''
    throw cause
  })
  const [version = null, major = 0, minor = 0] = /(\d+)\.(\d+)(\.\d+)?/.exec(said) ?? []
  return { version, keepsClones: Number(major) > 2 || (Number(major) === 2 && Number(minor) >= 29) }
}
