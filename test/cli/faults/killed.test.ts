import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { canInject, faultyRuns, isExhaustive, type Point, someOf } from './faulty-runs.js'

const runs = canInject() ? await faultyRuns() : null

/** Where a kill finds the folder in another state than the one before; `FAULTS=all` takes every call. */
const telling = [
  /^pwrite64 \.state\/store\.db/,
  /^mkdir runs\/.*draft/,
  /^write .*\/records\.json$/,
  /^write .*\/report\.json$/,
  /^write .*\/csv\/[a-z]+\.csv$/,
  /^write .*\/run\.json$/,
  /^fsync .*\/csv$/,
  /^rename runs\//,
  /^fsync runs$/,
  /^symlink /,
  /^rename .*latest/,
  /^write .*index\.html/,
  /^rename .*index\.html/,
]

function points(): Point[] {
  const all = runs?.points() ?? []
  return isExhaustive || runs === null ? all : someOf(all, telling)
}

/** What the state of earlier runs decides: there may be fewer such calls than were counted. */
const isOfState = ({ path }: Point) => path.startsWith('.state')

describe.skipIf(runs === null)('a run that is killed', () => {
  afterEach(() => runs?.putBack())
  afterAll(() => runs?.remove())

  it.each(points())('at $call $path ($nth) leaves the old report or the new one, whole', async (point) => {
    const { wasKilled, exitCode } = runs?.runWith('signal=SIGKILL', point, 'faulty') ?? {}
    expect(wasKilled || (isOfState(point) && exitCode === 0)).toBe(true)
    await runs?.expectWhole('faulty')
    await runs?.expectRecovery()
  })
})
