import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

/** What reaches for the world, and why stages get it handed in instead. */
const forbidden: { pattern: RegExp; why: string }[] = [
  { pattern: /\bDate\.now\(/, why: 'the clock is injected' },
  { pattern: /\bnew Date\(\)/, why: 'the clock is injected' },
  { pattern: /\bperformance\.now\(/, why: 'the timer is injected' },
  { pattern: /\bMath\.random\b/, why: 'chance is injected' },
  { pattern: /\bprocess\./, why: 'the environment is the world' },
  { pattern: /\bconsole\./, why: 'only the command line talks' },
  { pattern: /(?<![.\w])fetch\(/, why: 'the network is the world' },
  { pattern: /\bset(Timeout|Interval|Immediate)\(/, why: 'waiting goes through the Timer port' },
  { pattern: /\.localeCompare\(|\.toLocale\w*\(|\bIntl\./, why: 'no locale may change a byte' },
]

const sources = readdirSync('pipeline', { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.ts') && !/^(system|cli)\//.test(path))

/** The text without comments: prose may speak of the world. */
function code(path: string): string {
  return readFileSync(`pipeline/${path}`, 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
}

describe('outside system and cli', () => {
  it('there are sources to look at', () => {
    expect(sources.length).toBeGreaterThan(50)
  })

  it.each(forbidden)('nothing matches $pattern: $why', ({ pattern, why }) => {
    const found = sources.filter((path) => pattern.test(code(path))).map((path) => `${path}: ${why}`)
    expect(found).toEqual([])
  })
})

describe('all sources', () => {
  const all = readdirSync('pipeline', { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.ts'),
  )

  it('give up no types', () => {
    const found = all.filter((path) =>
      /:\s*any\b|\bas any\b|@ts-(ignore|nocheck|expect-error)/.test(code(path)),
    )
    expect(found).toEqual([])
  })

  it('stay short', () => {
    const long = all.filter((path) => readFileSync(`pipeline/${path}`, 'utf8').split('\n').length > 300)
    expect(long).toEqual([])
  })
})
