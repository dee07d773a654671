import { parseArgs } from 'node:util'
import { Failure } from '../../pipeline/model/failure.js'
import { type BenchWords, groups, wordsInAll } from './groups.js'
import { beginBench, writeRows } from './results.js'
import { type BenchRow, notMeasured } from './row.js'
import { printRows } from './show-rows.js'

const usage = `usage: npm run bench                      all of it, in ten minutes: a table, out/bench.json, out/bench.md
       npm run bench -- startup [--rounds N]
       npm run bench -- extract [--full]
       npm run bench -- assess [--rounds N] [--full]
       npm run bench -- check [--sample N] [--quick] [--at-most SECONDS] [--replay DIR] [--corpus DIR]
       npm run bench -- check-scale [--links N] [--rounds N]
       npm run bench -- check-limited
       npm run bench -- csv|xlsx [--rows N] [--rounds N]
       npm run bench -- html|pdf [--rounds N]
       npm run bench -- whole [--full]
       npm run bench -- generate --pages N --to DIR [--seed N]
MIRRORS names a folder of bare clones (OWNER+NAME/repo) for "check", REPLAY that of the replayed web, PYTHON an interpreter
with xlsxwriter and weasyprint.
`

/** Options whose words are numbers. */
const numbers = ['sample', 'at-most', 'links', 'rounds', 'rows', 'pages', 'seed']

type Words = Readonly<Record<string, string | boolean | undefined>>

process.exitCode = await main(process.argv.slice(2))

async function main(words: readonly string[]): Promise<number> {
  const [subject, ...rest] = words
  try {
    if (subject === undefined) return await benchAll()
    if (subject === 'generate') return await generate(rest)
    if (subject === 'check-limited') return await checkLimited()
    return await benchOne(subject, rest)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    process.stderr.write(`${error.message}\n${error.remedy}\n`)
    return 1
  }
}

async function benchAll(): Promise<number> {
  const bench = beginBench([])
  const rows: BenchRow[] = []
  for (const [name, group] of Object.entries(groups)) {
    if (!group.inAll) continue
    process.stderr.write(`${name} …\n`)
    rows.push(...(await rowsOrWhy(name, () => group.run(wordsOf(wordsInAll[name] ?? {})))))
  }
  return conclude(bench, rows)
}

/** What one part lacks on this machine costs none of the others. */
async function rowsOrWhy(name: string, work: () => Promise<BenchRow[]>): Promise<BenchRow[]> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return [notMeasured(name, name, `${error.message} ${error.remedy}`)]
  }
}

async function benchOne(name: string, words: readonly string[]): Promise<number> {
  const group = Object.hasOwn(groups, name) ? groups[name] : undefined
  if (group === undefined) return wrongUsage()
  const values = parsed(words, group.options)
  if (values === null) return wrongUsage()
  const bench = beginBench([name, ...words])
  return conclude(bench, await group.run(wordsOf(values)))
}

function conclude(bench: ReturnType<typeof beginBench>, rows: readonly BenchRow[]): number {
  printRows(rows)
  writeRows(bench, rows)
  return rows.some(({ bar }) => bar?.isMet === false) ? 1 : 0
}

async function checkLimited(): Promise<number> {
  const { buildCommand } = await import('./groups.js')
  buildCommand()
  return (await import('./check/limited.js')).benchCheckLimited()
}

async function generate(words: readonly string[]): Promise<number> {
  const text = { type: 'string' } as const
  const values = parsed(words, { pages: text, seed: text, to: text })
  if (values === null) return wrongUsage()
  const { number, text: textOf } = wordsOf(values)
  const [pages, to] = [number('pages'), textOf('to')]
  if (pages === null || to === null) return wrongUsage()
  const { writeGenerated } = await import('./generate/write.js')
  const { bytes, reference } = await writeGenerated(to, { pages, seed: number('seed') ?? 1 })
  process.stdout.write(`${pages} pages, ${(bytes / 1e6).toFixed(1)} MB, in ${to}; --reference ${reference}\n`)
  return 0
}

/** The words as options; null where they are none, or where a number is none. */
function parsed(
  words: readonly string[],
  options: Readonly<Record<string, { type: 'string' | 'boolean' }>>,
): Words | null {
  try {
    const values = parseArgs({ args: [...words], options }).values as Words
    for (const name of numbers) wordsOf(values).number(name)
    return values
  } catch {
    return null
  }
}

function wordsOf(values: Words): BenchWords {
  return {
    number(name) {
      const word = values[name]
      if (word === undefined) return null
      if (typeof word === 'string' && /^[1-9]\d{0,8}$/.test(word)) return Number(word)
      throw new Error(`not a number: ${word}`)
    },
    text: (name) => (typeof values[name] === 'string' ? values[name] : null),
    is: (name) => values[name] === true,
  }
}

function wrongUsage(): number {
  process.stderr.write(usage)
  return 3
}
