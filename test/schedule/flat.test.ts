import { getEventListeners } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { SlotOutcome } from '../../pipeline/model/schedule.js'
import { runChild } from '../../pipeline/system/schedule/run-child.js'
import { openStore } from '../../pipeline/system/store/index.js'
import { play } from './fake-clock.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'control-coverage-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

const descriptors = () => (process.platform === 'linux' ? readdirSync('/proc/self/fd').length : 0)
const heapBytes = () => {
  collectGarbage()
  return process.memoryUsage().heapUsed
}
const grownBytes = 1_500_000

// Counts, not times: whatever a run leaves in the service is left a hundred times.
it('a hundred runs, eight hours by the clock, leave nothing behind in the service', async () => {
  const program = join(folder, 'program.mjs')
  writeFileSync(
    program,
    "process.send({ runId: 'r', told: true }, () => process.exit(process.argv[2] === 'fail' ? 1 : 0))",
  )
  const stop = new AbortController()
  const outcomes: SlotOutcome[] = []
  const run = async () => {
    const words = [outcomes.length % 10 === 9 ? 'fail' : 'work']
    const { outcome } = await runChild(program, words, { signal: stop.signal, stopWith: () => 'SIGTERM' })
    outcomes.push(outcome)
    return outcome
  }
  const store = openStore(folder, () => undefined)
  const { slots } = store
  const every5Minutes = ['*/5 * * * *', 'Europe/Berlin'] as const
  const hours = (from: string, until: string) =>
    play(every5Minutes, [`2026-03-29T${from}Z`, `2026-03-29T${until}Z`], slots, { run, isAwaited: true })

  await hours('00:01', '00:16')
  const before = { files: descriptors(), heap: heapBytes(), exits: process.listenerCount('exit') }
  const { ran } = await hours('00:16', '08:36')
  expect(ran).toHaveLength(100)
  expect(new Set(ran).size).toBe(100)
  expect(outcomes.filter(({ exitCode, runId }) => exitCode === 1 && runId === 'r')).toHaveLength(10)
  expect(descriptors()).toBe(before.files)
  expect(process.listenerCount('exit')).toBe(before.exits)
  expect(getEventListeners(stop.signal, 'abort')).toEqual([])
  expect(heapBytes() - before.heap).toBeLessThan(grownBytes)
  store.close()
  expect(readdirSync(folder).filter((name) => !/^(program\.mjs|store\.db(-wal|-shm)?)$/.test(name))).toEqual(
    [],
  )
}, 120_000)
