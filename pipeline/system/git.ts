import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { Failure } from '../model/failure.js'
import { gitEnvironment } from './git-environment.js'

/** How a git command is run. */
export interface GitOptions {
  /** Time for all of it. */
  timeoutMs?: number
  /** Time for which it may say nothing on stderr; of use where it tells its progress there. */
  idleMs?: number
  signal?: AbortSignal | undefined
  env?: Record<string, string>
  /** What helps where there is no git, in one sentence; that for a corpus where it is left out. */
  withoutGit?: string
}

/** How a git command is run that is asked something on stdin. */
export interface GitQuestion extends GitOptions {
  input?: string
}

/** Git said no, or nothing at all: its own words, for whoever knows what they mean here. */
export class GitError extends Error {
  override readonly name = 'GitError'
  readonly timedOut: boolean

  constructor(words: string, timedOut: boolean) {
    super(words)
    this.timedOut = timedOut
  }
}

/** There is no git on this machine, or it cannot be started. */
export class NoGit extends Failure {}

/** A git command under way. */
export interface RunningGit {
  process: ChildProcessWithoutNullStreams
  /** Resolves when it has ended well; throws a {@link GitError} otherwise, a {@link NoGit} where there is no git. */
  ended: Promise<void>
}

const forCorpora = 'Install git, or name a folder of .md pages instead of a repository.'

/** Text that git may give before it is cut off: one answer to one question is never longer. */
const maxTextLength = 1 << 20

/**
 * Starts git with these arguments, in a session of its own.
 *
 * Without a terminal neither git nor ssh can ask for a password and wait for ever, and what is under way ends with
 * all its children when the time is up or the signal aborts.
 */
export function startGit(args: readonly string[], options: GitOptions = {}): RunningGit {
  const { timeoutMs = 60_000, idleMs = timeoutMs, signal, env = {}, withoutGit = forCorpora } = options
  const child = spawn('git', args, {
    env: { ...gitEnvironment(process.env), ...env },
    detached: process.platform !== 'win32',
    windowsHide: true,
    stdio: 'pipe',
  })
  // A child that has ended takes no more input; its exit code says all there is to say.
  child.stdin.on('error', () => undefined)
  let words = ''
  let timedOut = false
  const stop = () => endAll(child)
  const expire = () => {
    timedOut = true
    stop()
  }
  const total = setTimeout(expire, timeoutMs)
  const idle = setTimeout(expire, idleMs)
  child.stderr.on('data', (chunk: Buffer) => {
    idle.refresh()
    words = `${words}${chunk.toString('utf8')}`.slice(-maxTextLength)
  })
  if (signal?.aborted) stop()
  signal?.addEventListener('abort', stop, { once: true })
  process.once('exit', stop)
  const release = () => {
    clearTimeout(total)
    clearTimeout(idle)
    signal?.removeEventListener('abort', stop)
    process.off('exit', stop)
  }
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', (cause) => {
      release()
      reject(new NoGit('git could not be started.', withoutGit, { cause }))
    })
    child.once('close', (code) => {
      release()
      if (signal?.aborted) reject(signal.reason)
      else if (code === 0 && !timedOut) resolve()
      else reject(new GitError(words, timedOut))
    })
  })
  // Whoever reads the output first must not be called an unhandled rejection.
  ended.catch(() => undefined)
  return { process: child, ended }
}

/** What a git command writes to stdout, as text. Throws as {@link RunningGit.ended} does. */
export async function git(args: readonly string[], options: GitQuestion = {}): Promise<string> {
  const running = startGit(args, options)
  running.process.stdin.end(options.input)
  let text = ''
  running.process.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    if (text.length < maxTextLength) text += chunk
  })
  await running.ended
  return text
}

function endAll(child: ChildProcessWithoutNullStreams): void {
  try {
    if (child.pid !== undefined && process.platform !== 'win32') process.kill(-child.pid, 'SIGKILL')
  } catch {
    // Its group is gone already.
  }
  child.kill('SIGKILL')
}
