import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { acquireRunLock } from '../../pipeline/system/run-lock.js'
import { mappingText, pageText } from '../support/page.js'
import { command } from './command.js'

let folder: string
let out: string
let pages: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'control-coverage-'))
  out = join(folder, 'out')
  pages = join(folder, 'pages')
  mkdirSync(pages)
  writeFileSync(join(pages, 'T1071.001.md'), pageText({ detection: mappingText() }))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const runOffline = (...more: string[]) =>
  command('run', pages, '--out', out, '--offline', '--format', 'csv', ...more)
const manifest = (runId: string) => JSON.parse(readFileSync(join(out, 'runs', runId, 'run.json'), 'utf8'))

describe('run', () => {
  it('publishes a whole run, points latest at it and names the files', async () => {
    const { exitCode, stdout } = await runOffline('--run-id', 'r1')
    expect(exitCode).toBe(0)
    expect(readdirSync(join(out, 'runs', 'r1')).sort()).toEqual([
      'csv',
      'findings.json',
      'links.json',
      'model.json',
      'records.json',
      'report.json',
      'run.json',
    ])
    expect(readlinkSync(join(out, 'latest'))).toBe('runs/r1')
    expect(stdout).toContain('report.json')
    expect(readdirSync(join(out, 'runs'))).toEqual(['r1'])
  })

  it('gives the same bytes for the same run', async () => {
    process.env.SOURCE_DATE_EPOCH = '1700000000'
    try {
      const other = join(folder, 'other')
      await command('run', pages, '--out', out, '--offline', '--format', 'csv,xlsx', '--run-id', 'r1')
      await command('run', pages, '--out', other, '--offline', '--format', 'csv,xlsx', '--run-id', 'r1')
      const { outputs } = manifest('r1')
      expect(outputs.length).toBeGreaterThan(10)
      expect(JSON.parse(readFileSync(join(other, 'runs', 'r1', 'run.json'), 'utf8')).outputs).toEqual(outputs)
    } finally {
      delete process.env.SOURCE_DATE_EPOCH
    }
  })

  it('names neither this machine nor the output folder in any artifact', async () => {
    await runOffline('--run-id', 'r1')
    const run = join(out, 'runs', 'r1')
    for (const name of readdirSync(run, { recursive: true, encoding: 'utf8' }).filter((each) =>
      /\.(json|csv)$/.test(each),
    )) {
      expect(readFileSync(join(run, name), 'utf8'), name).not.toContain(folder)
    }
  })

  it('of a corpus without a page publishes nothing and exits 1', async () => {
    rmSync(join(pages, 'T1071.001.md'))
    const { exitCode, stderr } = await runOffline()
    expect(exitCode).toBe(1)
    expect(stderr).not.toContain('    at ')
    expect(readdirSync(join(out, 'runs'))).toEqual([])
    expect(existsSync(join(out, 'latest'))).toBe(false)
  })

  it('whose PDF cannot be made is published, is not the latest, and exits 4', async () => {
    await runOffline('--run-id', 'good')
    const words = [
      '--out',
      out,
      '--offline',
      '--format',
      'csv,pdf',
      '--run-id',
      'bad',
      '--browser',
      join(folder, 'none'),
    ]
    const { exitCode, stdout } = await command('run', pages, ...words)
    expect(exitCode).toBe(4)
    expect(manifest('bad')).toMatchObject({ complete: false, exitCode: 4 })
    expect(manifest('bad').renderers).toMatchObject([
      { format: 'csv', state: 'rendered' },
      { format: 'pdf', state: 'failed' },
    ])
    expect(readlinkSync(join(out, 'latest'))).toBe('runs/good')
    expect(stdout).toContain('coverage.pdf was not made')
  })

  it('exits 2 when a finding named by --fail-on stands, and only then', async () => {
    expect((await runOffline('--fail-on', 'gap-policy')).exitCode).toBe(2)
    expect((await runOffline('--fail-on', 'dead')).exitCode).toBe(0)
  })

  it('exits 5 while another holds the output folder, and names it', async () => {
    const lock = acquireRunLock(join(out, '.state'), 'the other one')
    const { exitCode, stderr } = await runOffline()
    lock.release()
    expect({ exitCode, named: stderr.includes('the other one') }).toEqual({ exitCode: 5, named: true })
    expect((await runOffline()).exitCode).toBe(0)
  })

  it('sweeps what killed runs left behind', async () => {
    mkdirSync(join(out, 'runs', '.control-coverage-draft-old-0123abcd'), { recursive: true })
    mkdirSync(join(out, '.draft-novel'))
    await runOffline('--run-id', 'r1')
    expect(readdirSync(join(out, 'runs'))).toEqual(['r1'])
    expect(existsSync(join(out, '.draft-novel'))).toBe(true)
  })

  it('never publishes over a run', async () => {
    await runOffline('--run-id', 'r1')
    const before = readFileSync(join(out, 'runs', 'r1', 'run.json'))
    expect((await runOffline('--run-id', 'r1')).exitCode).not.toBe(0)
    expect(readFileSync(join(out, 'runs', 'r1', 'run.json'))).toEqual(before)
  })

  it('publishes nothing where something of the user’s stands in the place of latest', async () => {
    mkdirSync(join(out, 'latest', 'keep'), { recursive: true })
    expect((await runOffline('--run-id', 'r1')).exitCode).toBe(1)
    expect(existsSync(join(out, 'runs', 'r1'))).toBe(false)
    expect(existsSync(join(out, 'latest', 'keep'))).toBe(true)
  })

  it('follows no link that is planted where it writes', async () => {
    const victim = join(folder, 'victim')
    writeFileSync(victim, 'precious')
    mkdirSync(join(out, '.state'), { recursive: true })
    symlinkSync(victim, join(out, '.state', 'lock-holder.txt'))
    await runOffline()
    expect(readFileSync(victim, 'utf8')).toBe('precious')
  })

  it('loses the PDF alone to a browser that breaks, tries it twice, and says what to do', async () => {
    const path = join(folder, 'browser')
    const tried = join(folder, 'tried')
    writeFileSync(tried, '', { mode: 0o666 })
    chmodSync(tried, 0o666)
    chmodSync(folder, 0o755)
    const script = `case "$*" in *--version*) echo Chromium 1;; *) echo once >> '${tried}'; exit 1;; esac`
    writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 })
    const words = ['--out', out, '--offline', '--format', 'csv,xlsx,pdf', '--run-id', 'r1', '--browser', path]
    const { exitCode, stdout } = await command('run', pages, ...words)
    expect(exitCode).toBe(4)
    expect(stdout).toMatch(/coverage\.pdf was not made: The browser failed twice/i)
    expect(stdout).toContain('control-coverage doctor')
    const files = readdirSync(join(out, 'runs', 'r1'))
    expect(files).toEqual(expect.arrayContaining(['coverage.xlsx', 'csv', 'report.json']))
    expect(files).not.toContain('coverage.pdf')
    // Each try is made with the sandbox and without.
    expect(readFileSync(tried, 'utf8').trim().split('\n')).toHaveLength(4)
  })

  it.each(['runs', '.state', '.state/store.db', '.state/lock.db', '.state/links.db', '.state/schedule'])(
    'is published nowhere where %s is a link, and says so before any work',
    async (name) => {
      const victim = join(folder, 'victim')
      mkdirSync(victim)
      mkdirSync(dirname(join(out, name)), { recursive: true })
      symlinkSync(name.endsWith('.db') ? join(victim, 'file') : victim, join(out, name))
      const { exitCode, stderr } = await runOffline()
      expect({ exitCode, stderr }).toEqual({
        exitCode: 1,
        stderr: expect.stringMatching(/is a symbolic link/),
      })
      expect(stderr).not.toContain('pages read')
      expect(readdirSync(victim)).toEqual([])
    },
  )

  it('gives the exit code of an incomplete run before that of --fail-on', async () => {
    const words = ['--out', out, '--offline', '--format', 'csv,pdf', '--browser', join(folder, 'none')]
    expect((await command('run', pages, ...words, '--fail-on', 'gap')).exitCode).toBe(4)
  })

  it('reports what it may not read in a corpus, and follows nothing out of it', async () => {
    symlinkSync('/etc', join(pages, 'linked'))
    symlinkSync('/etc/hostname', join(pages, 'T1003.md'))
    await runOffline('--run-id', 'r1')
    const { findings } = JSON.parse(readFileSync(join(out, 'runs', 'r1', 'findings.json'), 'utf8'))
    const unread = findings.filter(({ code }: { code: string }) => code === 'page-unreadable')
    expect(unread.map(({ place }: { place: { file: string } }) => place.file)).toEqual(['T1003.md', 'linked'])
  })

  it('reports page ids as they are, and lets none name a file', async () => {
    writeFileSync(join(pages, 'T1071.001.md'), pageText({ id: '../../../../x', detection: mappingText() }))
    expect((await runOffline('--run-id', 'r1')).exitCode).toBe(0)
    expect(readdirSync(folder).sort()).toEqual(['out', 'pages'])
  })
})

describe('a template folder', () => {
  it('that is not there is no reason to take ours', async () => {
    expect((await runOffline('--templates', join(folder, 'none'))).exitCode).toBe(3)
  })
})

describe('a broken template', () => {
  const change = (file: string, make: (text: string) => string) => (mine: string) =>
    writeFileSync(join(mine, file), make(readFileSync(join(mine, file), 'utf8')))

  it.each([
    ['tables.json', change('tables.json', () => '{')],
    ['workbook.json', change('workbook.json', (text) => text.replace('totals.pages"', 'totals.pagse"'))],
    ['report.hbs', change('report.hbs', (text) => `${text}{{> nope}}`)],
    ['report.hbs', change('report.hbs', (text) => `${text}{{nope 1}}`)],
    ['report.hbs', change('report.hbs', (text) => `${text}{{report.zzz}}`)],
    ['partials/bar.hbs', change('partials/bar.hbs', (text) => `${text}{{> bar}}`)],
    ['style.css', change('style.css', (text) => `${text} a { background: url("nope.png") }`)],
  ])('fails before any work, with exit 3 and a word on %s', async (word, spoil) => {
    const mine = join(folder, 'templates', 'mine')
    cpSync('templates/coverage', mine, { recursive: true })
    spoil(mine)
    const { exitCode, stderr } = await runOffline(
      '--templates',
      join(folder, 'templates'),
      '--report',
      'mine',
    )
    expect({ exitCode, named: stderr.includes(word) }).toEqual({ exitCode: 3, named: true })
    expect(existsSync(join(out, 'latest'))).toBe(false)
  })
})

it("a report of one's own has from ours what its folder lacks", async () => {
  const mine = join(folder, 'templates', 'mine')
  cpSync('templates/coverage/report.hbs', join(mine, 'report.hbs'))
  const templates = ['--templates', join(folder, 'templates'), '--report', 'mine']
  const { exitCode } = await runOffline('--run-id', 'own', '--format', 'csv,xlsx', ...templates)
  expect(exitCode).toBe(0)
  const { outputs, templates: used } = manifest('own')
  const paths = (entries: { path: string }[]) => entries.map(({ path }) => path)
  expect(paths(outputs)).toEqual(expect.arrayContaining(['mine.xlsx', 'csv/gaps.csv']))
  expect(paths(used)).toEqual(expect.arrayContaining(['coverage/tables.json', 'mine/report.hbs']))
})

describe('one stage', () => {
  it('makes a new run of a saved one, whose artifacts it takes over unchanged', async () => {
    await runOffline('--run-id', 'r1')
    const { exitCode } = await command(
      'assess',
      '--out',
      out,
      '--run',
      'r1',
      '--run-id',
      'r2',
      '--as-of',
      '2030-01-01',
    )
    expect(exitCode).toBe(0)
    expect(manifest('r2')).toMatchObject({ derivedFrom: 'r1', stages: ['assess'], asOf: '2030-01-01' })
    for (const file of ['records.json', 'model.json', 'links.json']) {
      expect(readFileSync(join(out, 'runs', 'r2', file))).toEqual(readFileSync(join(out, 'runs', 'r1', file)))
    }
  })

  it('after the other gives what run gives', async () => {
    process.env.SOURCE_DATE_EPOCH = '1700000000'
    try {
      await command('extract', pages, '--out', out, '--run-id', 'a')
      await command('normalize', '--out', out, '--run', 'a', '--run-id', 'b')
      await command('check', '--out', out, '--run', 'b', '--run-id', 'c', '--offline')
      await command('assess', '--out', out, '--run', 'c', '--run-id', 'd')
      const { exitCode } = await command(
        'render',
        '--out',
        out,
        '--run',
        'd',
        '--run-id',
        'e',
        '--format',
        'csv',
      )
      expect(exitCode).toBe(0)
      await runOffline('--run-id', 'd2')
      const csv = (runId: string) => readFileSync(join(out, 'runs', runId, 'csv', 'resources.csv'), 'utf8')
      expect(csv('e')).toBe(csv('d2'))
      expect(readlinkSync(join(out, 'latest'))).toBe('runs/d2')
    } finally {
      delete process.env.SOURCE_DATE_EPOCH
    }
  })

  it('keeps the classification and the limits of the run it starts from', async () => {
    await runOffline(
      '--run-id',
      'r1',
      '--classification',
      'TLP:RED',
      '--stale-after',
      '3000',
      '--as-of',
      '2023-01-01',
    )
    await command('assess', '--out', out, '--run', 'r1', '--run-id', 'r2')
    await command('render', '--out', out, '--run', 'r2', '--run-id', 'r3', '--format', 'csv')
    const report = JSON.parse(readFileSync(join(out, 'runs', 'r3', 'report.json'), 'utf8'))
    expect(report).toMatchObject({ classification: 'TLP:RED', thresholds: { staleAfterDays: 3000 } })
    expect(report.settings).toContainEqual({ name: 'offline', value: 'yes' })
    expect(manifest('r3').asOf).toBe(manifest('r2').asOf)
  })

  it('names the run itself, whatever link led to it', async () => {
    await runOffline('--run-id', 'r1')
    await command('assess', '--out', out, '--run', join(out, 'latest'), '--run-id', 'r2')
    expect(manifest('r2').derivedFrom).toBe('r1')
  })

  it('starts from the run that was published last, even where the clock stands still', async () => {
    process.env.SOURCE_DATE_EPOCH = '1700000000'
    try {
      await runOffline()
      for (let count = 0; count < 11; count += 1) await command('assess', '--out', out)
      const last = JSON.parse(readFileSync(join(out, 'runs', '20231114T221320Z-12', 'run.json'), 'utf8'))
      expect(last.derivedFrom).toBe('20231114T221320Z-11')
    } finally {
      delete process.env.SOURCE_DATE_EPOCH
    }
  })

  it('refuses an artifact of a newer major version with a sentence', async () => {
    await runOffline('--run-id', 'r1')
    const file = join(out, 'runs', 'r1', 'model.json')
    writeFileSync(file, readFileSync(file, 'utf8').replace('"schemaVersion": "1.', '"schemaVersion": "2.'))
    const { exitCode, stderr } = await command('check', '--out', out, '--run', 'r1', '--offline')
    expect(exitCode).toBe(1)
    expect(stderr).toContain('model.json')
    expect(stderr).not.toContain('    at ')
  })
})

describe('verify', () => {
  it('finds every byte that is missing, extra or different', async () => {
    await runOffline('--run-id', 'r1')
    expect((await command('verify', 'r1', '--out', out)).exitCode).toBe(0)
    const run = join(out, 'runs', 'r1')
    writeFileSync(
      join(run, 'model.json'),
      readFileSync(join(run, 'model.json'), 'utf8').replace('T1071', 'T1072'),
    )
    rmSync(join(run, 'links.json'))
    writeFileSync(join(run, 'more.txt'), '')
    const { exitCode, stdout } = await command('verify', run, '--out', out)
    expect(exitCode).toBe(1)
    expect(stdout.split('\n').slice(0, 3)).toEqual([
      'missing   links.json',
      'extra     more.txt',
      'different model.json',
    ])
  })
})

describe('verify, when somebody has tampered with a run,', () => {
  it.each([
    [
      'a byte of the manifest',
      (run: string) =>
        writeFileSync(
          join(run, 'run.json'),
          readFileSync(join(run, 'run.json'), 'utf8').replace('"command": "run"', '"command": "ruN"'),
        ),
    ],
    [
      'a blank in the manifest',
      (run: string) =>
        writeFileSync(join(run, 'run.json'), `${readFileSync(join(run, 'run.json'), 'utf8')} `),
    ],
    ['an empty folder', (run: string) => mkdirSync(join(run, 'more'))],
    [
      'a link in the place of a file',
      (run: string) => {
        writeFileSync(join(folder, 'copy.json'), readFileSync(join(run, 'model.json')))
        rmSync(join(run, 'model.json'))
        symlinkSync(join(folder, 'copy.json'), join(run, 'model.json'))
      },
    ],
  ])('finds %s', async (_, tamper) => {
    await runOffline('--run-id', 'r1')
    tamper(join(out, 'runs', 'r1'))
    expect((await command('verify', 'r1', '--out', out)).exitCode).toBe(1)
  })
})

describe('the command line', () => {
  it.each([
    [['run', '--perhost', '3'], '--per-host'],
    [['rum'], 'run'],
    [['schema', 'modle'], 'model'],
  ])('%j names the nearest known word and exits 3', async (words, nearest) => {
    const { exitCode, stderr } = await command(...words)
    expect({ exitCode, named: stderr.includes(nearest) }).toEqual({ exitCode: 3, named: true })
  })

  it.each([['--help'], ['run', '--help'], ['doctor', '--help'], ['--version']])(
    '%s %s exits 0',
    async (...words) => {
      expect(await command(...words)).toMatchObject({ exitCode: 0, stderr: '' })
    },
  )

  it.each(['records', 'model', 'links', 'findings', 'report', 'run', 'config'])(
    'publishes the schema of %s',
    async (name) => {
      const { stdout } = await command('schema', name)
      expect(JSON.parse(stdout)).toMatchObject({
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        type: 'object',
      })
    },
  )

  it('lists runs, newest first', async () => {
    await runOffline('--run-id', 'r1')
    await runOffline('--run-id', 'r2')
    const { stdout } = await command('history', '--out', out)
    expect(stdout.split('\n').map((line) => line.split(' ')[0])).toEqual(['r2', 'r1', ''])
  })

  it('speaks JSON where asked to', async () => {
    const { stderr } = await runOffline('--log', 'json')
    const events = stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(events.map(({ event }) => event)).toContain('stage-done')
  })
})
