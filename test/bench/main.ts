import { parseArgs } from 'node:util'
import { Failure } from '../../pipeline/model/failure.js'
import buildOnce from '../support/build-once.js'

const usage = `usage: npm run bench -- extract [--full]
       npm run bench -- assess [--rounds N] [--corpus DIR]
       npm run bench -- check [--sample N] [--quick] [--at-most SECONDS] [--replay DIR] [--corpus DIR]
       npm run bench -- check-scale [--links N] [--rounds N]
       npm run bench -- check-limited
       npm run bench -- generate --pages N --to DIR [--seed N]
MIRRORS names a folder of bare clones (OWNER+NAME/repo) for "check", REPLAY that of the replayed web.
`

type Words = Readonly<Record<string, string | boolean | undefined>>

interface Bench {
  options: NonNullable<Parameters<typeof parseArgs>[0]>['options'] & object
  run(words: Words): Promise<number>
}

const benches: Record<string, Bench> = {
  extract: {
    options: { full: { type: 'boolean' } },
    async run({ full }) {
      const { benchExtract } = await import('./extract.js')
      return benchExtract({ full: full === true })
    },
  },
  assess: {
    options: { rounds: { type: 'string' }, corpus: { type: 'string' } },
    async run({ rounds, corpus }) {
      const { benchAssess } = await import('./assess.js')
      const folder = String(corpus ?? '../shared/corpus/2022-08-10')
      return benchAssess({ corpus: folder, rounds: numberOf(rounds) ?? 5 })
    },
  },
  check: {
    options: {
      sample: { type: 'string' },
      quick: { type: 'boolean' },
      'at-most': { type: 'string' },
      replay: { type: 'string' },
      corpus: { type: 'string' },
    },
    async run(words) {
      build()
      const { benchCheck } = await import('./check/index.js')
      return benchCheck({
        replay: String(words.replay ?? process.env.REPLAY ?? '../shared/replay'),
        corpus: String(words.corpus ?? '../shared/corpus/2022-08-10'),
        mirrors: process.env.MIRRORS || null,
        sample: numberOf(words.sample),
        atMostSeconds: numberOf(words['at-most']),
        isQuick: words.quick === true,
      })
    },
  },
  'check-scale': {
    options: { links: { type: 'string' }, rounds: { type: 'string' } },
    async run({ links, rounds }) {
      build()
      const { benchCheckScale } = await import('./check/scale.js')
      return benchCheckScale({ links: numberOf(links) ?? 30_000, rounds: numberOf(rounds) ?? 3 })
    },
  },
  generate: {
    options: { pages: { type: 'string' }, seed: { type: 'string' }, to: { type: 'string' } },
    async run({ pages, seed, to }) {
      if (typeof to !== 'string' || pages === undefined) return wrongUsage()
      const { writeGenerated } = await import('./generate/write.js')
      const wish = { pages: numberOf(pages) ?? 0, seed: numberOf(seed) ?? 1 }
      const { bytes, reference } = await writeGenerated(to, wish)
      process.stdout.write(
        `${wish.pages} pages, ${(bytes / 1e6).toFixed(1)} MB, in ${to}; --reference ${reference}\n`,
      )
      return 0
    },
  },
  'check-limited': {
    options: {},
    async run() {
      build()
      const { benchCheckLimited } = await import('./check/limited.js')
      return benchCheckLimited()
    },
  },
}

process.exitCode = await main(process.argv.slice(2))

async function main([subject = '', ...words]: readonly string[]): Promise<number> {
  const bench = Object.hasOwn(benches, subject) ? benches[subject] : undefined
  if (bench === undefined) return wrongUsage()
  let values: Words
  try {
    values = parseArgs({ args: words, options: bench.options }).values as Words
    for (const number of ['sample', 'at-most', 'links', 'rounds', 'pages', 'seed']) numberOf(values[number])
  } catch {
    return wrongUsage()
  }
  try {
    return await bench.run(values)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    process.stderr.write(`${error.message}\n${error.remedy}\n`)
    return 1
  }
}

function numberOf(word: string | boolean | undefined): number | null {
  if (word === undefined) return null
  if (typeof word === 'string' && /^[1-9]\d{0,8}$/.test(word)) return Number(word)
  throw new Error(`not a number: ${word}`)
}

/** The command is measured as its users start it. */
function build(): void {
  try {
    buildOnce()
  } catch (cause) {
    throw new Failure('The program could not be built.', 'See the errors above.', { cause })
  }
}

function wrongUsage(): number {
  process.stderr.write(usage)
  return 3
}
