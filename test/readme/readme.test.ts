import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createProgram } from '../../pipeline/cli/program.js'
import { Config, configKeys, unspokenKeys } from '../../pipeline/config/config.js'
import { flagOf } from '../../pipeline/config/resolve.js'
import { findingCodes } from '../../pipeline/model/finding.js'
import { findingWords } from '../../pipeline/model/finding-words.js'

// The tables of the README are made of the code; `npm run accept` writes them anew.

const accepting = process.env.ACCEPT === '1' && process.env.CI === undefined
const program = createProgram(
  { print: () => undefined, talk: { write: () => undefined, isTerminal: false } },
  () => undefined,
)

const table = (head: string[], rows: string[][]) =>
  [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n')

function commands(): string {
  const rows = program.commands.map((command) => {
    const args = command.registeredArguments
      .map((argument) => (argument.required ? ` ${argument.name()}` : ` [${argument.name()}]`))
      .join('')
    return [`\`${command.name()}${args}\``, command.description()]
  })
  return table(['command', 'does'], rows)
}

function settings(): string {
  const run = program.commands.find((command) => command.name() === 'run')
  const rows = configKeys.map((key) => {
    const option = run?.options.find(({ long }) => long === flagOf(key))
    const value = JSON.stringify(Config.parse({})[key])
    return [
      `\`${option?.flags ?? (unspokenKeys.has(key) ? `"${key}"` : 'MISSING')}\``,
      Config.shape[key].description ?? 'MISSING',
      value === 'null' ? '' : `\`${value}\``,
    ]
  })
  return table(['option', 'is', 'default'], rows)
}

const listed = ['readings', 'removed', 'added', 'predecessors', 'layers']

/** Facts that stand for themselves, so that a message shows its form. */
const anyFacts: Record<string, unknown> = new Proxy(
  {},
  { get: (_, name) => (listed.includes(String(name)) ? ['…'] : '…') },
)

function findings(): string {
  const rows = findingCodes.map((code) => {
    const { severity, message } = findingWords[code] as {
      severity: string
      message: (facts: unknown) => string
    }
    return [`\`${code}\``, severity, message(anyFacts)]
  })
  return table(['code', 'severity', 'says'], rows)
}

describe('the README', () => {
  it.each([
    ['commands', commands],
    ['settings', settings],
    ['findings', findings],
  ] as const)('has the %s of the code', (name, make) => {
    const opening = `<!-- ${name}: made by \`npm run accept\` -->\n`
    const closing = `<!-- /${name} -->`
    const readme = readFileSync('README.md', 'utf8')
    const start = readme.indexOf(opening) + opening.length
    const end = readme.indexOf(closing)
    expect(end).toBeGreaterThan(start - 1)
    const made = `${make()}\n`
    if (accepting) writeFileSync('README.md', readme.slice(0, start) + made + readme.slice(end))
    expect(readFileSync('README.md', 'utf8').slice(start, start + made.length)).toBe(made)
    expect(made).not.toContain('MISSING')
  })

  it('describes every setting and every command has a help', () => {
    for (const key of configKeys) expect(Config.shape[key].description, key).toBeTruthy()
    for (const command of program.commands) expect(command.description()).not.toBe('')
  })

  it('explains every dependency in the decisions', () => {
    const { dependencies, optionalDependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
    const decisions = readFileSync('pipeline/DECISIONS.md', 'utf8')
    const missing = Object.keys({ ...dependencies, ...optionalDependencies }).filter(
      (name) => !decisions.includes(`**${name}**`),
    )
    expect(missing).toEqual([])
  })
})
