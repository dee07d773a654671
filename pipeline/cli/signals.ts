import { type ExitCode, exitCodes } from '../model/failure.js'

const codes: Record<string, ExitCode> = { SIGINT: exitCodes.interrupted, SIGTERM: exitCodes.terminated }

/** Whether somebody wants us to stop, and with which exit code we then end. */
export interface StopRequest {
  signal: AbortSignal
  exitCode(): ExitCode | null
  /** Lets the signals do again what they do by default. */
  release(): void
}

/** The first SIGINT or SIGTERM asks to stop in good order; the second ends the process at once. */
export function listenForStop(say: (sentence: string) => void): StopRequest {
  const controller = new AbortController()
  let exitCode: ExitCode | null = null
  const onSignal = (name: NodeJS.Signals) => {
    const code = codes[name] ?? exitCodes.terminated
    if (exitCode !== null) process.exit(code)
    exitCode = code
    say(`Stopping (${name}); once more to stop at once.`)
    controller.abort()
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  return {
    signal: controller.signal,
    exitCode: () => exitCode,
    release: () => {
      process.off('SIGINT', onSignal)
      process.off('SIGTERM', onSignal)
    },
  }
}
