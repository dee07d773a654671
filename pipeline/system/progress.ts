import type { Progress, StageProgress } from '../model/ports.js'

/** Where talk goes: standard error, and whether a person sits before it. */
export interface Talk {
  write(text: string): void
  isTerminal: boolean
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
export function createProgress(talk: Talk, elapsedMs: () => number): Progress {
  return { start: (stage, total) => stageProgress(talk, elapsedMs, stage, total) }
}

function stageProgress(
  talk: Talk,
  elapsedMs: () => number,
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
    talk.write(talk.isTerminal ? `\r\u001b[2K${text}` : `${text}\n`)
  }
  // A stage that waits says for whom; one that ended by an error says no more than its process lives.
  const heartbeat = setInterval(show, 1000)
  heartbeat.unref()
  return {
    advance: (by = 1, detail = '') => {
      count += by
      doing = detail
      show()
    },
    done: (summary) => {
      clearInterval(heartbeat)
      const seconds = ((elapsedMs() - startedMs) / 1000).toFixed(1)
      talk.write(`${talk.isTerminal ? '\r\u001b[2K' : ''}${stage.padEnd(9)} ${summary} (${seconds} s)\n`)
    },
  }
}

function describe(stage: string, count: number, total: number | null, ms: number, detail: string): string {
  const rate = count / Math.max(0.001, ms / 1000)
  const left = total === null || rate === 0 ? '' : `, ${Math.ceil((total - count) / rate)} s left`
  const share = total === null ? String(count) : `${count} of ${total}`
  return `${stage.padEnd(9)} ${share} (${rate.toFixed(0)}/s${left})${detail === '' ? '' : ` ${printable(detail)}`}`
}

/** Without control characters: what a page holds must not steer a terminal. */
function printable(text: string): string {
  return text.replace(/\p{C}/gu, '').slice(0, 100)
}
