import { Failure } from '../../pipeline/model/failure.js'
import buildOnce from '../support/build-once.js'
import type { BenchRow } from './row.js'

/** Words after `npm run bench -- NAME`, as numbers where they are. */
export interface BenchWords {
  number(name: string): number | null
  text(name: string): string | null
  is(name: string): boolean
}

/** One part of the benchmark, to be run alone too. */
export interface BenchGroup {
  options: Readonly<Record<string, { type: 'string' | 'boolean' }>>
  /** Whether `npm run bench` without a name runs it. */
  inAll: boolean
  run(words: BenchWords): Promise<BenchRow[]>
}

const number = { type: 'string' } as const
const full = { full: { type: 'boolean' } } as const

/** The parts, in the order of the table. Each is loaded when it runs. */
export const groups: Readonly<Record<string, BenchGroup>> = {
  startup: {
    options: { rounds: number },
    inAll: true,
    async run(words) {
      buildCommand()
      const { benchStartup } = await import('./startup.js')
      return benchStartup({ rounds: words.number('rounds') ?? 15 })
    },
  },
  extract: {
    options: full,
    inAll: true,
    run: async (words) => (await import('./extract.js')).benchExtract({ full: words.is('full') }),
  },
  assess: {
    options: { rounds: number, ...full },
    inAll: true,
    async run(words) {
      const { benchAssess } = await import('./assess.js')
      return benchAssess({ rounds: words.number('rounds') ?? 5, full: words.is('full') })
    },
  },
  check: {
    options: {
      sample: number,
      quick: { type: 'boolean' },
      'at-most': number,
      replay: { type: 'string' },
      corpus: { type: 'string' },
    },
    inAll: true,
    async run(words) {
      buildCommand()
      const { checkRows } = await import('./check-rows.js')
      return checkRows({
        replay: words.text('replay') ?? process.env.REPLAY ?? '../shared/replay',
        corpus: words.text('corpus') ?? '../shared/corpus/2022-08-10',
        mirrors: process.env.MIRRORS || null,
        sample: words.number('sample'),
        atMostSeconds: words.number('at-most'),
        isQuick: words.is('quick'),
      })
    },
  },
  'check-scale': {
    options: { links: number, rounds: number },
    inAll: true,
    async run(words) {
      buildCommand()
      const { checkScaleRows } = await import('./check-rows.js')
      return checkScaleRows({ links: words.number('links') ?? 30_000, rounds: words.number('rounds') ?? 3 })
    },
  },
  csv: {
    options: { rows: number, rounds: number },
    inAll: true,
    async run(words) {
      const { benchCsv } = await import('./tables/index.js')
      return benchCsv({ rows: words.number('rows') ?? 500_000, rounds: words.number('rounds') ?? 3 })
    },
  },
  xlsx: {
    options: { rows: number, rounds: number },
    inAll: true,
    async run(words) {
      const { benchXlsx } = await import('./tables/index.js')
      return benchXlsx({ rows: words.number('rows') ?? 500_000, rounds: words.number('rounds') ?? 1 })
    },
  },
  html: {
    options: { rounds: number },
    inAll: true,
    run: async (words) =>
      (await import('./print.js')).benchPrint('html', { rounds: words.number('rounds') ?? 3 }),
  },
  pdf: {
    options: { rounds: number },
    inAll: true,
    run: async (words) =>
      (await import('./print.js')).benchPrint('pdf', { rounds: words.number('rounds') ?? 3 }),
  },
  whole: {
    options: full,
    inAll: true,
    async run(words) {
      buildCommand()
      const { benchWhole } = await import('./whole.js')
      return benchWhole({ full: words.is('full') })
    },
  },
}

/** What each part is given where all run one after another: enough to judge, and in ten minutes. */
export const wordsInAll: Readonly<Record<string, Readonly<Record<string, string | boolean>>>> = {
  // Peers that wait for limited hosts take an hour: `npm run bench -- check` lets them.
  check: { quick: true, 'at-most': '45' },
  csv: { rounds: '2' },
  html: { rounds: '2' },
  'check-scale': { links: '10000', rounds: '1' },
}

/** Builds the command, which is measured as its users start it. */
export function buildCommand(): void {
  try {
    buildOnce()
  } catch (cause) {
    throw new Failure('The program could not be built.', 'See the errors above.', { cause })
  }
}
