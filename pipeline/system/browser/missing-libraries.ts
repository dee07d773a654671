import { execFile } from 'node:child_process'
import { commandAs, type RunningUser } from './browser-user.js'

/** How the loader (ld.so) says that it lacks a shared library; it names the first alone. */
const sentence = /error while loading shared libraries: ([^:\s]+): cannot open/

/** Whether a program that did not start lacked a shared library. */
export function saysLibraryIsMissing(said: string): boolean {
  return sentence.test(said)
}

/** Why a program did not start, naming every shared library that it lacks. */
export async function missingLibraries(
  user: RunningUser,
  program: string,
  environment: Record<string, string>,
  said: string,
): Promise<{ reason: string }> {
  const [, first = ''] = sentence.exec(said) ?? []
  const listed = await lackedBy(user, program, environment)
  const names = listed.length === 0 ? [first] : listed
  return { reason: `${missingWords}${names.join(', ')}` }
}

/** What reasons of that kind begin with. */
export const missingWords = 'it lacks shared libraries: '

/**
 * ld.so(8): with LD_TRACE_LOADED_OBJECTS the loader lists what it would load and runs nothing, as `ldd` does. A wrapper
 * script is traced as its shell, which lacks nothing: the list is then empty.
 */
function lackedBy(user: RunningUser, program: string, env: Record<string, string>): Promise<string[]> {
  const [command, args] = commandAs(user, '/usr/bin/env', ['LD_TRACE_LOADED_OBJECTS=1', program])
  return new Promise((resolve) => {
    execFile(command, args, { env, timeout: 5_000 }, (_, stdout) => {
      resolve([...stdout.matchAll(/^\s*(\S+) => not found$/gm)].map(([, name = '']) => name))
    })
  })
}
