import { describe, expect, it } from 'vitest'
import type { BegunRun } from '../../pipeline/model/link-memory.js'
import { resumedSince } from '../../pipeline/run/resume.js'

const since = '2026-03-10T12:00:00.000Z'
const hour = 60 * 60_000

/** Since when a run that begins `hours` after that moment takes up answers. */
function taken(resume: boolean | string, begun: BegunRun | null, published: string[], hours = 1) {
  const needs = {
    store: { has: async (runId: string) => published.includes(runId) },
    clock: { now: () => new Date(Date.parse(since) + hours * hour) },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  }
  return resumedSince(
    resume,
    { lastBegun: () => begun },
    needs as unknown as Parameters<typeof resumedSince>[2],
  )
}

describe('a run that begins to ask', () => {
  const begun = { runId: 'cut', since }
  it('takes up what the last one learnt that was never published, within a day', async () => {
    expect(await taken(true, begun, [])).toBe(since)
    expect(await taken(true, begun, [], 25)).toBeNull()
    expect(await taken(true, begun, ['cut'])).toBeNull()
    expect(await taken(true, null, [])).toBeNull()
    expect(await taken(false, begun, [])).toBeNull()
  })

  it('takes up the one that is named however old it is, and no other', async () => {
    expect(await taken('cut', begun, [], 1000)).toBe(since)
    await expect(taken('other', begun, [])).rejects.toMatchObject({
      exitCode: 3,
      remedy: expect.stringContaining('cut'),
    })
    await expect(taken('cut', begun, ['cut'])).rejects.toMatchObject({
      remedy: expect.stringContaining('published'),
    })
    await expect(taken('cut', null, [])).rejects.toMatchObject({ remedy: expect.stringContaining('No run') })
  })
})
