import type { Progress, StageProgress } from '../model/ports.js'
import { withoutSecrets } from '../model/secrets.js'

/** Where talk goes: standard error, and whether a person sits before it. */
export interface Talk {
  write(text: string): void
  isTerminal: boolean
}

/** Leads back to the begin of the line and clears it (ECMA-48: CR, EL 2). */
const clearLine = '\r\u001b[2K'

/** A line that goes on into the next could not be cleared; it is cut off at the terminal's edge (DECAWM, xterm). */
const cutOff = (line: string) => `\u001b[?7l${line}\u001b[?7h`

/** Writes a line of its own: on a terminal in the place of an unfinished one, which progress draws again by itself. */
export function writeLine(talk: Talk, line: string): void {
  talk.write(`${talk.isTerminal ? clearLine : ''}${line}\n`)
}

/** Progress, and how to end what a stage that failed has left of it. */
export interface OpenProgress extends Progress {
  close(): void
}

const redrawMs = 100
const lineEveryMs = 10_000

/** No progress at all: `--quiet`, tests. */
export const silentProgress: Progress = {
  start: () => ({ advance: () => undefined, done: () => undefined }),
}

/**
 * Progress of each stage: a line that redraws itself on a terminal, else one line every ten seconds, so that a
 * log of an unattended run stays short. A stage that ends within a second leaves only its summary.
 */
export function createProgress(talk: Talk, elapsedMs: () => number): OpenProgress {
  const running = new Set<() => void>()
  return {
    start: (stage, total) => stageProgress({ talk, elapsedMs, running }, stage, total),
    close: () => {
      for (const stop of running) stop()
      if (running.size > 0 && talk.isTerminal) talk.write(clearLine)
      running.clear()
    },
  }
}

interface Stages {
  talk: Talk
  elapsedMs: () => number
  /** What ends the redrawing of each stage that is not done. */
  running: Set<() => void>
}

function stageProgress(
  { talk, elapsedMs, running }: Stages,
  stage: string,
  total: number | null,
): StageProgress {
  const startedMs = elapsedMs()
  let count = 0
  let shownMs = startedMs
  let doing: string | (() => string) = ''
  const show = () => {
    const nowMs = elapsedMs()
    if (nowMs - shownMs < (talk.isTerminal ? redrawMs : lineEveryMs)) return
    shownMs = nowMs
    const detail = typeof doing === 'string' ? doing : doing()
    const text = describe(stage, count, total, nowMs - startedMs, detail)
    if (talk.isTerminal) talk.write(`${clearLine}${cutOff(text)}`)
    else writeLine(talk, text)
  }
  // A stage that waits says for whom.
  const heartbeat = setInterval(show, 1000)
  heartbeat.unref()
  const stop = () => clearInterval(heartbeat)
  running.add(stop)
  return {
    advance: (by = 1, detail = '') => {
      count += by
      doing = detail
      show()
    },
    done: (summary) => {
      stop()
      running.delete(stop)
      const seconds = ((elapsedMs() - startedMs) / 1000).toFixed(1)
      writeLine(talk, `${stage.padEnd(9)} ${summary} (${seconds} s)`)
    },
  }
}

function describe(stage: string, count: number, total: number | null, ms: number, detail: string): string {
  const rate = count / Math.max(0.001, ms / 1000)
  const left = total === null || rate === 0 ? '' : `, ${Math.ceil((total - count) / rate)} s left`
  const share = total === null ? String(count) : `${count} of ${total}`
  return `${stage.padEnd(9)} ${share} (${rate.toFixed(0)}/s${left})${detail === '' ? '' : ` ${printable(detail)}`}`
}

/** Without control characters and credentials: what a page holds must not steer a terminal, nor be told on in a log. */
function printable(text: string): string {
  return withoutSecrets(text.replace(/\p{C}/gu, '')).slice(0, 100)
}
