import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Failure } from '../../pipeline/model/failure.js'
import type { SlotStore } from '../../pipeline/model/schedule.js'
import { readCron } from '../../pipeline/schedule/cron.js'
import { nextSlots } from '../../pipeline/schedule/decide.js'
import { openStore, type Store } from '../../pipeline/system/store/index.js'
import { play } from './fake-clock.js'

let folder: string
let store: Store
let slots: SlotStore

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'control-coverage-'))
  store = openStore(folder, () => undefined)
  slots = store.slots
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('each slot is run once, at its moment', () => {
  it.each([
    [
      'hour that does not exist, Berlin',
      '30 2 * * *',
      'Europe/Berlin',
      '2026-03-28T00:00Z',
      '2026-03-31T00:00Z',
      ['2026-03-28T01:30', '2026-03-29T01:00', '2026-03-30T00:30'],
    ],
    [
      'hour that comes twice, Berlin',
      '30 2 * * *',
      'Europe/Berlin',
      '2026-10-24T00:00Z',
      '2026-10-27T00:00Z',
      ['2026-10-24T00:30', '2026-10-25T00:30', '2026-10-26T01:30'],
    ],
    [
      'hour that does not exist, New York',
      '30 2 * * *',
      'America/New_York',
      '2026-03-07T12:00Z',
      '2026-03-09T12:00Z',
      ['2026-03-08T07:00', '2026-03-09T06:30'],
    ],
    [
      'list of minutes in an hour that comes twice, New York',
      '15,45 1 * * *',
      'America/New_York',
      '2026-11-01T00:00Z',
      '2026-11-02T00:00Z',
      ['2026-11-01T05:15', '2026-11-01T05:45'],
    ],
    [
      'every hour, where one comes twice',
      '0 * * * *',
      'America/New_York',
      '2026-11-01T04:30Z',
      '2026-11-01T08:30Z',
      ['2026-11-01T05:00', '2026-11-01T06:00', '2026-11-01T07:00', '2026-11-01T08:00'],
    ],
    [
      'day that Samoa left out',
      '0 9 * * *',
      'Pacific/Apia',
      '2011-12-29T00:00Z',
      '2012-01-01T00:00Z',
      ['2011-12-29T19:00', '2011-12-30T19:00', '2011-12-31T19:00'],
    ],
    [
      'half an hour that does not exist, Lord Howe',
      '15 2 * * *',
      'Australia/Lord_Howe',
      '2026-10-02T12:00Z',
      '2026-10-05T12:00Z',
      ['2026-10-02T15:45', '2026-10-03T15:30', '2026-10-04T15:15'],
    ],
    [
      'half an hour that comes twice, Lord Howe',
      '45 1 * * *',
      'Australia/Lord_Howe',
      '2026-04-03T12:00Z',
      '2026-04-06T12:00Z',
      ['2026-04-03T14:45', '2026-04-04T14:45', '2026-04-05T15:15'],
    ],
    ['leap day', '0 3 29 2 *', 'UTC', '2028-02-28T00:00Z', '2028-03-02T00:00Z', ['2028-02-29T03:00']],
    ['no leap day', '0 3 29 2 *', 'UTC', '2027-02-28T00:00Z', '2027-03-02T00:00Z', []],
    [
      'last day of months that have 31',
      '0 3 31 * *',
      'UTC',
      '2026-04-29T00:00Z',
      '2026-05-31T12:00Z',
      ['2026-05-31T03:00'],
    ],
    [
      'end of the year',
      '59 23 31 12 *',
      'Asia/Kolkata',
      '2026-12-31T00:00Z',
      '2027-01-02T00:00Z',
      ['2026-12-31T18:29'],
    ],
  ])('%s', async (_, expression, timeZone, from, until, expected) => {
    const { ran } = await play([expression, timeZone], [from, until], slots)
    expect(ran).toEqual(expected)
  })

  it('after a clock set back, which meets slots that were run', async () => {
    const { ran, news } = await play(
      ['*/30 * * * *', 'UTC'],
      ['2026-01-01T00:10Z', '2026-01-01T03:10Z'],
      slots,
      {
        at: '2026-01-01T02:10Z',
        to: '2026-01-01T01:10Z',
      },
    )
    expect(ran).toEqual(
      ['00:30', '01:00', '01:30', '02:00', '02:30', '03:00'].map((time) => `2026-01-01T${time}`),
    )
    expect(news.filter(({ event }) => event === 'clock-set-back')).toHaveLength(1)
  })

  it('after a clock that was a year ahead for a while: tomorrow is not waited for until next year', async () => {
    const nightly = ['0 2 * * *', 'UTC'] as const
    await play(nightly, ['2027-01-01T00:00Z', '2027-01-01T03:00Z'], slots)
    const { ran } = await play(nightly, ['2026-01-01T00:00Z', '2026-01-03T00:00Z'], slots)
    expect(ran).toEqual(['2026-01-01T02:00', '2026-01-02T02:00'])
  })

  it('for all that a machine slept through together, the newest of them', async () => {
    const asleep = { at: '2026-01-01T00:20Z', to: '2026-01-01T05:10Z' }
    const { ran, news } = await play(
      ['0 * * * *', 'UTC'],
      ['2026-01-01T00:10Z', '2026-01-01T06:10Z'],
      slots,
      asleep,
    )
    expect(ran).toEqual(['2026-01-01T05:00', '2026-01-01T06:00'])
    expect(news.filter((each) => each.event === 'slot-due' && each.missed)).toHaveLength(1)
  })

  it('over stops and starts: one for what passed in between, none for what passed before the first start', async () => {
    const nightly = ['0 2 * * *', 'Europe/Berlin'] as const
    expect((await play(nightly, ['2026-01-01T12:00Z', '2026-01-02T12:00Z'], slots)).ran).toEqual([
      '2026-01-02T01:00',
    ])
    expect((await play(nightly, ['2026-01-02T12:01Z', '2026-01-02T12:05Z'], slots)).ran).toEqual([])
    expect((await play(nightly, ['2026-01-06T12:00Z', '2026-01-06T13:00Z'], slots)).ran).toEqual([
      '2026-01-06T01:00',
    ])
    expect((await play(nightly, ['2026-01-06T13:01Z', '2026-01-06T13:05Z'], slots)).ran).toEqual([])
  })

  it('and those that come due while a run is under way are left out, and said to be', async () => {
    const { ran, news } = await play(
      ['0 * * * *', 'UTC'],
      ['2026-01-01T00:10Z', '2026-01-01T05:10Z'],
      slots,
      {
        runMs: 150 * 60_000,
      },
    )
    expect(ran).toEqual(['2026-01-01T01:00', '2026-01-01T04:00'])
    expect(news.filter(({ event }) => event === 'slot-skipped')).toHaveLength(3)
  })

  it('whatever comes of the runs', async () => {
    const run = async () => Promise.reject(new Error('this one fails'))
    const { ran } = await play(['0 * * * *', 'UTC'], ['2026-01-01T00:10Z', '2026-01-01T03:10Z'], slots, {
      run,
    })
    expect(ran).toHaveLength(3)
  })
})

describe('a schedule', () => {
  it.each([
    ['x', 'UTC'],
    ['61 * * * *', 'UTC'],
    ['* * * *', 'UTC'],
    ['0 3 31 4 *', 'UTC'],
    ['0 3 * * *', 'Mars/Base'],
    ['', 'UTC'],
  ])('%j in %s is none, and that is known before any work', (expression, timeZone) => {
    expect(() => readCron(expression, timeZone)).toThrow(Failure)
    try {
      readCron(expression, timeZone)
    } catch (error) {
      expect(error).toMatchObject({ exitCode: 3 })
    }
  })

  it('tells its next slots', () => {
    const shown = nextSlots(readCron('30 2 * * 1-5', 'Europe/Berlin'), new Date('2026-03-26T12:00Z'), 3)
    expect(shown.map((slot) => slot.toISOString())).toEqual([
      '2026-03-27T01:30:00.000Z',
      '2026-03-30T00:30:00.000Z',
      '2026-03-31T00:30:00.000Z',
    ])
  })
})
