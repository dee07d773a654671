import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeBrowser } from '../../pipeline/system/browser/index.js'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'control-coverage-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Names and hashes of everything that a run of the sample corpus makes under this environment. */
function outputsUnder(name: string, env: Record<string, string>): unknown {
  const out = join(folder, name)
  const words = ['run', '--offline', '--quiet', '--format', 'csv,xlsx', '--run-id', 'r1', '--out', out]
  const all = { ...process.env, SOURCE_DATE_EPOCH: '1700000000', ...env }
  execFileSync(process.execPath, ['dist/cli/main.js', ...words], { env: all })
  return JSON.parse(readFileSync(join(out, 'runs', 'r1', 'run.json'), 'utf8')).outputs
}

it('the zone and the locale change no byte', () => {
  const here = outputsUnder('utc', { TZ: 'UTC', LANG: 'C', LC_ALL: 'C' })
  expect(JSON.stringify(here)).toContain('"coverage.xlsx"')
  expect(outputsUnder('tokyo', { TZ: 'Asia/Tokyo', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' })).toEqual(
    here,
  )
  expect(outputsUnder('apia', { TZ: 'Pacific/Apia', LANG: 'sv_SE.UTF-8', LC_ALL: 'sv_SE.UTF-8' })).toEqual(
    here,
  )
})

/** Every file of a run of the sample corpus in all formats, signed, with the timings and what hangs on them left out. */
function wholeRun(name: string): Map<string, string> {
  const out = join(folder, name)
  const words = [
    'run',
    '--offline',
    '--quiet',
    '--run-id',
    'r1',
    '--out',
    out,
    '--sign',
    join(folder, 'key.pem'),
  ]
  const env = { ...process.env, SOURCE_DATE_EPOCH: '1700000000' }
  execFileSync(process.execPath, ['dist/cli/main.js', ...words], { env })
  const run = join(out, 'runs', 'r1')
  const files = readdirSync(run, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const bytes = files.map((entry) => {
    const path = join(entry.parentPath, entry.name)
    return [relative(run, path), readFileSync(path, 'latin1')] as const
  })
  const { timings: _t, digest: _d, ...manifest } = JSON.parse(readFileSync(join(run, 'run.json'), 'utf8'))
  return new Map([...bytes, ['run.json', JSON.stringify(manifest)], ['run.json.sig', '']])
}

it.skipIf(!(await describeBrowser({ browserPath: null, env: process.env })).usable)(
  'a second run gives the same bytes in every file of every format',
  () => {
    const pem = { type: 'pkcs8', format: 'pem' } as const
    const pair = generateKeyPairSync('ed25519')
    writeFileSync(join(folder, 'key.pem'), pair.privateKey.export(pem), { mode: 0o600 })
    const first = wholeRun('first')
    expect([...first.keys()]).toEqual(
      expect.arrayContaining(['coverage.pdf', 'coverage.xlsx', 'run.json.sig']),
    )
    const second = wholeRun('second')
    expect([...second.keys()].sort()).toEqual([...first.keys()].sort())
    for (const [path, bytes] of first) expect(second.get(path) === bytes, path).toBe(true)
  },
)
