import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { canInject, faultyRuns, isExhaustive, type Point, someOf } from './faulty-runs.js'

const runs = canInject() ? await faultyRuns() : null

/** How each call fails on a disk that is full, failing or no longer writable; the first alone where not all are tried. */
const errors: Record<string, string[]> = {
  write: ['ENOSPC', 'EIO'],
  pwrite64: ['ENOSPC', 'EIO'],
  fsync: ['EIO'],
  fdatasync: ['EIO'],
  rename: ['EIO', 'EROFS'],
  mkdir: ['EROFS', 'ENOSPC'],
  symlink: ['EROFS', 'ENOSPC'],
  unlink: ['EROFS'],
  ftruncate: ['EIO'],
}

/** Every artifact, and every step of publishing them; `FAULTS=all` takes every call. */
const telling = [
  /^pwrite64 \.state\/store\.db/,
  /^mkdir runs\/.*draft/,
  /^write .*\/records\.json$/,
  /^write .*\/model\.json$/,
  /^write .*\/links\.json$/,
  /^write .*\/findings\.json$/,
  /^write .*\/report\.json$/,
  /^write .*\/csv\/[a-z]+\.csv$/,
  /^write .*\/csv\/datapackage\.json$/,
  /^write .*\/run\.json$/,
  /^fsync .*\/links\.json$/,
  /^fsync .*draft-faulty-5a5a5a5a$/,
  /^rename runs\//,
  /^fsync runs$/,
  /^symlink /,
  /^rename \.control-coverage-draft-latest/,
]

function faults(): (Point & { error: string })[] {
  const all = runs?.points() ?? []
  const points = isExhaustive || runs === null ? all : someOf(all, telling)
  return points.flatMap((point) =>
    (errors[point.call] ?? []).slice(0, isExhaustive ? 2 : 1).map((error) => ({ ...point, error })),
  )
}

/** On whose failure nothing may be published. */
const isOfArtifact = ({ call, path }: Point) =>
  /^(write|fsync)$/.test(call) && /^runs\/.*\.(json|csv)$/.test(path)

describe.skipIf(runs === null)('a disk that fails', () => {
  afterEach(() => runs?.putBack())
  afterAll(() => runs?.remove())

  it.each(faults())(
    'with $error at $call $path ($nth) ends the run with a sentence, or costs nothing',
    async (fault) => {
      const { exitCode, stderr } = runs?.runWith(`error=${fault.error}`, fault, 'faulty') ?? {}
      expect(stderr).not.toMatch(/ {4}at |This is a bug/)
      if (exitCode !== 0)
        expect({ exitCode, said: stderr?.trim() !== '' }).toEqual({ exitCode: 1, said: true })
      if (isOfArtifact(fault)) {
        const words = fault.error === 'ENOSPC' ? /no space left/ : /could not be written to \(EIO\)/
        expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringMatching(words) })
      }
      // Who says that nothing was published has published nothing.
      if (exitCode === 1) runs?.expectOnly('base')
      await runs?.expectWhole('faulty')
      await runs?.expectRecovery()
    },
  )
})
