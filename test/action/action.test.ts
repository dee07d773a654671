import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { keysOfCommand, optionOf } from '../../pipeline/cli/options.js'
import { pageText } from '../support/page.js'

// The parts of the action that mirror the options are made of them; `npm run accept` writes them anew.

const accepting = process.env.ACCEPT === '1' && process.env.CI === undefined
const options = keysOfCommand.run.map(optionOf).map((option) => ({
  name: option.long?.slice(2) ?? '',
  description: option.description.replace(/ \(repeatable\)/, ', one a line'),
  isSwitch: option.isBoolean(),
  isRepeatable: option.parseArg !== undefined,
  isOptional: option.optional,
}))
const names = (is: (option: (typeof options)[number]) => boolean) =>
  options.filter(is).map(({ name }) => name)
const variableOf = (name: string) => `INPUT_${name.replaceAll('-', '_').toUpperCase()}`

const made = {
  inputs: options.map(
    ({ name, description }) => `  ${name}:\n    description: ${JSON.stringify(description)}\n`,
  ),
  variables: options.map(({ name }) => `        ${variableOf(name)}: \${{ inputs.${name} }}\n`),
  words: [
    `one=(${names((each) => !each.isSwitch && !each.isRepeatable && !each.isOptional).join(' ')})\n`,
    `several=(${names((each) => each.isRepeatable).join(' ')})\n`,
    `switches=(${names((each) => each.isSwitch).join(' ')})\n`,
  ],
}

it.each([
  ['action.yml', 'options', made.inputs],
  ['action.yml', 'variables', made.variables],
  ['action/run.sh', 'options', made.words],
])('%s has the %s of the command', (file, block, lines) => {
  const text = readFileSync(file, 'utf8')
  const opening = `# ${block}: made by \`npm run accept\`\n`
  const start = text.indexOf(opening) + opening.length
  const end = text.lastIndexOf('\n', text.indexOf(`# /${block}\n`)) + 1
  expect(end).toBeGreaterThanOrEqual(start)
  if (accepting) writeFileSync(file, text.slice(0, start) + lines.join('') + text.slice(end))
  else expect(text.slice(start, end)).toBe(lines.join(''))
})

describe('action.yml', () => {
  const action = parse(readFileSync('action.yml', 'utf8'))

  it('lets no expression into a script: inputs come as variables', () => {
    for (const { run = '' } of action.runs.steps) expect(run).not.toContain('${{')
  })

  it('gives every output that it declares, and none more', () => {
    const script = readFileSync('action/run.sh', 'utf8')
    const files = script.slice(script.indexOf('<<FILES\n'), script.lastIndexOf('\nFILES'))
    const given = [
      ...[...script.matchAll(/^ *output ([a-z-]+) /gm)].map(([, name]) => name),
      ...files
        .split('\n')
        .slice(1)
        .map((line) => line.split(' ')[0]),
    ]
    expect(Object.keys(action.outputs).sort()).toEqual(given.sort())
  })
})

describe('run.sh', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'control-coverage-action-'))
    mkdirSync(join(folder, 'pages'))
    writeFileSync(join(folder, 'pages', 'T1071.001.md'), pageText({}))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  /** Runs the script with inputs by name; a name that is no input stands for the variable itself. */
  function script(inputs: Record<string, string>, path = process.env.PATH ?? '') {
    const [output, summary] = [join(folder, 'output'), join(folder, 'summary')]
    for (const file of [output, summary]) writeFileSync(file, '')
    const variables = Object.entries(inputs).map(([name, value]) => [variableOf(name), value])
    const { status, stdout, stderr } = spawnSync('bash', [resolve('action/run.sh')], {
      cwd: folder,
      encoding: 'utf8',
      env: {
        PATH: path,
        GITHUB_OUTPUT: output,
        GITHUB_STEP_SUMMARY: summary,
        ...Object.fromEntries(variables),
      },
    })
    const outputs = Object.fromEntries(
      readFileSync(output, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    )
    return { status, stdout, stderr, outputs, summary: readFileSync(summary, 'utf8') }
  }

  /** The words that the command is given: `node` is a script that writes them down. */
  function wordsFor(inputs: Record<string, string>): string[] {
    const node = join(folder, 'node')
    writeFileSync(node, '#!/usr/bin/env bash\nshift\nprintf \'%s\\0\' "$@" >words\n')
    chmodSync(node, 0o755)
    expect(script(inputs, `${folder}:${process.env.PATH}`).status).toBe(0)
    return readFileSync(join(folder, 'words'), 'utf8').split('\0').slice(0, -1)
  }

  it('hands every input on as one word, whatever stands in it', () => {
    const hostile = `$(touch pwned); "x' \`touch pwned\` --out=/ * ä`
    const inputs = Object.fromEntries(
      options.map(({ name, isSwitch }) => [name, isSwitch ? 'true' : hostile]),
    )
    const words = wordsFor({ ...inputs, corpus: '--offline' })
    const expected = options.map(({ name, isSwitch }) => `--${name}${isSwitch ? '' : `=${hostile}`}`)
    expect(words[0]).toBe('run')
    expect(words.slice(1, -2).sort()).toEqual(expected.sort())
    expect(words.slice(-2)).toEqual(['--', '--offline'])
    expect(existsSync(join(folder, 'pwned'))).toBe(false)
  })

  it('leaves out what is not given, and takes one value a line where there may be several', () => {
    const words = wordsFor({ corpus: 'pages', offline: 'false', exclude: 'https://a/*\nhttps://b/*\r\n\n' })
    expect(words).toEqual(['run', '--exclude=https://a/*', '--exclude=https://b/*', '--', 'pages'])
  })

  it('refuses a switch that is neither on nor off', () => {
    expect(script({ corpus: 'pages', offline: 'yes' })).toMatchObject({
      status: 3,
      stderr: 'The input offline is either true or false.\n',
    })
  })

  it('names the files of a real run, and shows its summary', () => {
    const more = { out: 'my out', 'run-id': 'one', format: 'csv,sarif,markdown' }
    const { status, outputs, summary } = script({ corpus: 'pages', offline: 'true', ...more })
    expect(status).toBe(0)
    expect(outputs).toMatchObject({
      'exit-code': '0',
      'run-id': 'one',
      folder: 'my out/runs/one',
      sarif: 'my out/runs/one/findings.sarif',
      summary: 'my out/runs/one/summary.md',
      csv: 'my out/runs/one/csv',
    })
    expect(outputs).not.toHaveProperty('junit')
    for (const name of Object.keys(outputs).filter((each) => !['exit-code', 'run-id'].includes(each)))
      expect(existsSync(join(folder, outputs[name] ?? '')), name).toBe(true)
    expect(summary).toBe(readFileSync(join(folder, outputs.summary ?? ''), 'utf8'))
    expect(summary).toContain('# Control coverage')
  })

  it('names the files of a run that --fail-on stopped, too, and ends as it did', () => {
    const inputs = { corpus: 'pages', offline: 'true', format: 'sarif', 'fail-on': 'gap', summary: 'false' }
    const { status, outputs, summary } = script(inputs)
    expect([status, outputs['exit-code'], summary]).toEqual([2, '2', ''])
    expect(outputs.sarif).toMatch(/findings\.sarif$/)
  })

  it('has no outputs but the exit code where nothing was published', () => {
    const { status, outputs } = script({ corpus: 'no such folder', offline: 'true' })
    expect(status).not.toBe(0)
    expect(outputs).toEqual({ 'exit-code': String(status) })
  })

  it('is a script that bash takes', () => {
    execFileSync('bash', ['-n', 'action/run.sh'])
  })
})
