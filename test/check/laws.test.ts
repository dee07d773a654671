import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { backOffCapMs, backOffCeilingMs, backOffMs } from '../../pipeline/check/over-http/backing-off.js'
import { fifo } from '../../pipeline/check/over-http/fifo.js'
import { gate, gateBudgetMs } from '../../pipeline/check/over-http/gate.js'
import { retryAfterMs } from '../../pipeline/check/over-http/retry-after.js'
import { answer, checked, failure, scriptedHttp, virtualTimer } from './stage.js'

describe('laws', () => {
  it('retries never pass the cap, and their ceiling never shrinks', () => {
    fc.assert(
      fc.property(
        fc.nat(100),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (retry, chance) => {
          const wait = backOffMs(retry, () => chance)
          expect(wait).toBeGreaterThanOrEqual(0)
          expect(wait).toBeLessThanOrEqual(Math.min(backOffCapMs, backOffCeilingMs(retry)))
          expect(backOffCeilingMs(retry + 1)).toBeGreaterThanOrEqual(backOffCeilingMs(retry))
        },
      ),
    )
  })

  it('a Retry-After of any text is a wait or nothing', () => {
    fc.assert(
      fc.property(fc.string(), fc.option(fc.string(), { nil: undefined }), (written, date) => {
        const headers = { 'retry-after': written, ...(date === undefined ? {} : { date }) }
        const outcome = answer(429, headers)
        const wait = outcome.kind === 'answer' ? retryAfterMs(outcome) : null
        expect(wait === null || wait >= 0).toBe(true)
      }),
    )
  })

  it('a gate that is not given up has waited no longer than its budget', () => {
    const event = fc.record({
      isLimit: fc.boolean(),
      askedMs: fc.option(fc.nat(2_000_000)),
      passMs: fc.nat(100_000),
    })
    fc.assert(
      fc.property(fc.array(event), (events) => {
        const door = gate()
        let nowMs = 0
        let waitedMs = 0
        let sent = 0
        for (const { isLimit, askedMs, passMs } of events) {
          if (door.isGivenUp) break
          const before = Math.max(door.closedUntilMs, nowMs)
          if (isLimit) door.noteLimit(sent, sent, nowMs, askedMs)
          else door.noteAnswer(sent)
          waitedMs += Math.max(door.closedUntilMs, nowMs) - before
          sent++
          nowMs = Math.max(nowMs, door.closedUntilMs) + passMs
        }
        expect(door.isGivenUp || waitedMs <= gateBudgetMs).toBe(true)
      }),
    )
  })

  it('a queue is first in, first out', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat()), { maxLength: 3000, size: 'max' }), (moves) => {
        const queue = fifo<number>()
        const plain: number[] = []
        for (const move of moves) {
          if (move === null) expect(queue.take()).toBe(plain.shift())
          else {
            queue.push(move)
            plain.push(move)
          }
        }
        expect([queue.size, queue.drain()]).toEqual([plain.length, plain])
      }),
    )
  })

  it('whatever servers do, every link gets a verdict and no host more than its limit', async () => {
    const outcome = fc.oneof(
      fc
        .constantFrom(200, 204, 301, 302, 401, 403, 404, 405, 410, 429, 500, 503, 999)
        .map((status) => ({ status })),
      fc
        .constantFrom('timeout' as const, 'reset' as const, 'tls' as const, 'protocol' as const)
        .map((reason) => ({ reason })),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(outcome, { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 5 }),
        async (script, perHost) => {
          const timer = virtualTimer()
          let next = 0
          const world = scriptedHttp(async ({ url }) => {
            await timer.sleep(next % 7)
            const each = script[next++ % script.length]
            if (each === undefined || 'reason' in each) return failure(each?.reason ?? 'reset')
            return answer(each.status, { location: `${url}/x`, 'retry-after': '2' })
          }, timer)
          const urls = Array.from({ length: 30 }, (_, n) => `https://h${n % 3}.example/${n}`)
          const { links } = await checked(urls, world, { perHost, concurrency: 6 })
          expect(links.filter((link) => link.reason === 'online')).toEqual([])
          for (const most of world.most.values()) expect(most).toBeLessThanOrEqual(perHost)
        },
      ),
      { numRuns: 60 },
    )
  }, 120_000)
})
