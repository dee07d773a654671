import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'

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
  expect(here).toHaveLength(15)
  expect(outputsUnder('tokyo', { TZ: 'Asia/Tokyo', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' })).toEqual(
    here,
  )
  expect(outputsUnder('apia', { TZ: 'Pacific/Apia', LANG: 'sv_SE.UTF-8', LC_ALL: 'sv_SE.UTF-8' })).toEqual(
    here,
  )
})
