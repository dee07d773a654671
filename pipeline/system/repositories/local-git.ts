import { realpath } from 'node:fs/promises'
import { dirname } from 'node:path'
import { GitError, type GitOptions, git, type RunningGit, startGit } from '../git.js'
import { lastWords } from '../git-fetch.js'

/** Who may stop the reading of a repository, and what git's environment holds beyond ours. */
export interface LocalOptions {
  signal?: AbortSignal | undefined
  env?: Record<string, string>
  /** What helps where there is no git, in one sentence. */
  withoutGit?: string
  /** Brings contents that are not at hand, as many as can be had; nothing is brought where it is left out. */
  obtain?: (objectIds: readonly string[]) => Promise<void>
}

/** A repository on this machine, read by git without running or fetching anything that its configuration names. */
export interface LocalGit {
  start(words: readonly string[]): RunningGit
  /** An answer of a line or so; longer ones are for {@link parts}. */
  ask(...words: string[]): Promise<string>
  /** What git says, cut at a character, however much it is. `input` is what it is asked on stdin. */
  parts(words: readonly string[], separator: '\0' | '\n', input?: string): AsyncGenerator<string>
  obtain: LocalOptions['obtain']
}

/** Time for one pass over a repository's history. */
const readingMs = 10 * 60_000

/** A mirror answers from what it has: a partial clone would else ask its server, by a command of its own choosing. */
const nothingFetched = { GIT_NO_LAZY_FETCH: '1', GIT_ALLOW_PROTOCOL: 'none' }

/** Settings by which a repository's or user's own configuration could start a program or change what we read. */
const harmless = [
  'safe.bareRepository=all',
  'core.fsmonitor=false',
  'log.showSignature=false',
  'log.follow=false',
  'log.diffMerges=separate',
  'color.ui=false',
  'diff.orderFile=/dev/null',
  'diff.ignoreSubmodules=none',
  'core.commitGraph=true',
  'protocol.allow=never',
].flatMap((setting) => ['-c', setting])

/**
 * Git in the repository at this very path: of the folders above it none is looked into, since a mistyped path within
 * some other work tree would answer for the wrong repository. Throws where there is no such path.
 */
export async function localGit(path: string, options: LocalOptions): Promise<LocalGit> {
  const folder = await realpath(path)
  const running: GitOptions = {
    timeoutMs: readingMs,
    signal: options.signal,
    ...(options.withoutGit !== undefined && { withoutGit: options.withoutGit }),
    env: { ...options.env, ...nothingFetched, GIT_CEILING_DIRECTORIES: dirname(folder) },
  }
  const whole = (words: readonly string[]) => [...harmless, '-C', folder, ...words]
  const start = (words: readonly string[]) => startGit(whole(words), running)
  return {
    start,
    ask: async (...words) => (await git(whole(words), running)).trim(),
    parts: async function* (words, separator, input = '') {
      try {
        yield* partsOf(start(words), separator, input)
      } catch (cause) {
        throw cause instanceof GitError ? withoutPaths(cause, folder) : cause
      }
    },
    obtain: options.obtain,
  }
}

/** Git's words without paths of this machine: they may end in an artifact, as what could not be read. */
function withoutPaths({ message, timedOut }: GitError, folder: string): GitError {
  const words = lastWords(message.replaceAll(folder, '…')).replace(
    /(^|[\s'"(])(?:\/|[A-Z]:[\\/])[^\s'"]+/gi,
    '$1…',
  )
  return new GitError(timedOut ? 'it took too long' : words, timedOut)
}

async function* partsOf(running: RunningGit, separator: string, input: string): AsyncGenerator<string> {
  const { process: child, ended } = running
  child.stdin.end(input)
  let rest = ''
  try {
    for await (const text of child.stdout.setEncoding('utf8')) {
      const parts = `${rest}${text}`.split(separator)
      rest = parts.pop() ?? ''
      yield* parts
    }
    await ended
  } finally {
    child.kill()
  }
  if (rest !== '') yield rest
}
