import { type ChildProcess, spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import { commandAs, type RunningUser } from './browser-user.js'
import { missingLibraries, saysLibraryIsMissing } from './missing-libraries.js'

/** What a browser says of itself, or why it could not be asked. */
export type Probe = { version: string } | { reason: string }

/**
 * The version of a browser, asked as the user it will run as; or what it says to another question.
 *
 * It shows before the real start that the program can be read and run by that user: a file that cannot be run
 * would otherwise surface as an unhandled process error. On Windows the question opens a window, so it is not put.
 */
export function probeBrowser(
  user: RunningUser,
  program: string,
  environment: Record<string, string>,
  timeoutMs: number,
  question: readonly string[] = ['--version'],
): Promise<Probe> {
  if (process.platform === 'win32') return Promise.resolve({ version: 'unknown' })
  const [command, args] = commandAs(user, program, question)
  return new Promise((resolve) => {
    // A group of its own, so that what a wrapper script has started ends with it.
    const child = spawn(command, args, {
      env: environment,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let expired = false
    const timer = setTimeout(() => {
      expired = true
      endGroup(child)
    }, timeoutMs)
    const stdout = collected(child.stdout)
    const stderr = collected(child.stderr)
    child.once('error', (error) => {
      clearTimeout(timer)
      resolve({ reason: error.message })
    })
    child.once('close', (code) => {
      clearTimeout(timer)
      if (expired) return resolve({ reason: `no answer within ${timeoutMs} ms` })
      if (code === 0) return resolve({ version: firstLine(stdout()) || 'unknown' })
      const said = tellingLine(stderr())
      if (saysLibraryIsMissing(said)) return resolve(missingLibraries(user, program, environment, said))
      resolve({ reason: said || `it ended with ${code ?? 'a signal'} when it was tried` })
    })
  })
}

/** The first few kilobytes of a stream, once it has ended; the rest is read and let go. */
function collected(stream: Readable): () => string {
  let text = ''
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    if (text.length < 1 << 16) text += chunk
  })
  return () => text
}

function endGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
  } catch {
    // The group is gone already.
  }
}

/** The line that says why it ended, where one does; Chromium says much else on the way. */
function tellingLine(text: string): string {
  const found = text.split('\n').find((line) => /FATAL|error while|cannot|No usable/i.test(line))
  return firstLine(found ?? text)
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0]?.trim().slice(0, 200) ?? ''
}
