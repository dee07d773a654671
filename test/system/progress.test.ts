import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createHumanLog, createJsonLog } from '../../pipeline/system/log.js'
import { createProgress, writeLine } from '../../pipeline/system/progress.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const width = 40

/** The lines that a terminal of that width shows: CR goes back, EL 2 clears, DECAWM lets long lines go on or not. */
function shownOn(written: string): string[] {
  const lines = ['']
  let column = 0
  let goesOn = true
  for (const part of oneSignEach(written)) {
    if (part === '\f') lines.splice(-1, 1, '')
    else if (part === '\r') column = 0
    else if (part === '\n') column = lines.push('') * 0
    else if (part === '\v' || part === '\b') goesOn = part === '\b'
    else if (column < width || goesOn) {
      if (column === width) column = lines.push('') * 0
      const line = lines.at(-1) ?? ''
      lines.splice(-1, 1, line.padEnd(column).slice(0, column) + part + line.slice(column + 1))
      column += 1
    }
  }
  return lines
}

function oneSignEach(written: string): string {
  return written.replaceAll('\u001b[2K', '\f').replaceAll('\u001b[?7l', '\v').replaceAll('\u001b[?7h', '\b')
}

function talking(isTerminal: boolean) {
  let written = ''
  let nowMs = 0
  const talk = {
    isTerminal,
    write: (text: string) => {
      written += text
    },
  }
  const progress = createProgress(talk, () => nowMs)
  const passing = (ms: number) => {
    nowMs += ms
    vi.advanceTimersByTime(ms)
  }
  return { talk, progress, passing, log: createHumanLog(talk, false), written: () => written }
}

describe('on a terminal', () => {
  it('each sentence stands on a line of its own, in the place of the progress, which goes on below', () => {
    const { talk, progress, passing, log, written } = talking(true)
    const shown = () => shownOn(written())
    const stage = progress.start('check', 10)
    passing(1000)
    stage.advance(1, 'https://example.com/a/long/address')
    log.info('clone-begins', 'Cloning github.com/a/b.')
    expect(shown()).toEqual(['Cloning github.com/a/b.', ''])
    passing(1000)
    stage.advance()
    writeLine(talk, 'Stopping.')
    passing(1000)
    log.warn('clone-failed', 'It could not be cloned.')
    passing(1000)
    expect(shown()).toEqual([
      'Cloning github.com/a/b.',
      'Stopping.',
      'It could not be cloned.',
      'check     2 of 10 (1/s, 16 s left)',
    ])
    stage.done('all asked')
    log.info('clones-kept', 'They are kept.')
    expect(shown().slice(3)).toEqual(['check     all asked (4.0 s)', 'They are kept.', ''])
  })

  it('nothing is left of a stage that failed, and nothing comes after it', () => {
    const { progress, passing, written } = talking(true)
    const shown = () => shownOn(written())
    progress.start('extract', 1).done('read')
    progress.start('check', 10).advance()
    passing(1000)
    expect(shown().at(-1)).toContain('check')
    progress.close()
    passing(5000)
    expect(shown()).toEqual(['extract   read (0.0 s)', ''])
  })
})

it('elsewhere the log is plain lines, without any sign for terminals', () => {
  const { talk, progress, passing, log, written } = talking(false)
  const stage = progress.start('check', 10)
  passing(11_000)
  log.info('a', 'One.')
  createJsonLog(talk).info('b', 'Two.')
  progress.close()
  stage.done('all asked')
  expect(written().split('\n')).toEqual([
    'check     0 of 10 (0/s)',
    'One.',
    expect.stringMatching(/^\{"time".*"Two\."\}$/),
    'check     all asked (11.0 s)',
    '',
  ])
})
