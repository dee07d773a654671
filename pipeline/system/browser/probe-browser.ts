import { execFile } from 'node:child_process'
import { type BrowserUser, commandAs } from './browser-user.js'

/** What a browser says of itself, or why it could not be asked. */
export type Probe = { version: string } | { reason: string }

/**
 * The version of a browser, asked as the user it will run as.
 *
 * It shows before the real start that the program can be read and run by that user: a file that cannot be run
 * would otherwise surface as an unhandled process error. On Windows the question opens a window, so it is not put.
 */
export function probeBrowser(
  user: BrowserUser,
  program: string,
  environment: Record<string, string>,
  timeoutMs: number,
): Promise<Probe> {
  if (process.platform === 'win32') return Promise.resolve({ version: 'unknown' })
  const [command, args] = commandAs(user, program, ['--version'])
  return new Promise((resolve) => {
    const options = {
      env: environment,
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
      maxBuffer: 1 << 16,
    } as const
    execFile(command, args, options, (error, stdout, stderr) => {
      if (error === null) return resolve({ version: firstLine(stdout) || 'unknown' })
      resolve({
        reason: error.killed ? `no answer within ${timeoutMs} ms` : firstLine(stderr) || error.message,
      })
    })
  })
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0]?.trim().slice(0, 200) ?? ''
}
