import { describe, expect, it } from 'vitest'
import { assertConsistent, parseConfigFile, resolveConfig } from '../../pipeline/config/resolve.js'
import { Failure } from '../../pipeline/model/failure.js'

function faultsOf(work: () => unknown): { lines: string[]; exitCode: number } {
  try {
    work()
  } catch (error) {
    if (error instanceof Failure) return { lines: error.message.split('\n'), exitCode: error.exitCode }
    throw error
  }
  return { lines: [], exitCode: 0 }
}

describe('settings', () => {
  it('are the flag’s, else the file’s, else the default', () => {
    const config = resolveConfig({ perHost: '2' }, { perHost: 8, retries: 0 }, 'c.json')
    expect(config).toMatchObject({ perHost: 2, retries: 0, concurrency: 32 })
  })

  it('take lists with commas and repeats alike', () => {
    const config = resolveConfig(
      { format: 'csv,pdf', exclude: ['https://a/*,b', 'c'] },
      { report: 'coverage' },
      '',
    )
    expect(config).toMatchObject({
      format: ['csv', 'pdf'],
      exclude: ['https://a/*,b', 'c'],
      report: ['coverage'],
    })
  })

  it('that are wrong are all told at once, each by the name it came by', () => {
    const { lines, exitCode } = faultsOf(() =>
      resolveConfig({ perHost: '0', asOf: '2022-02-30' }, { retries: 'two', ...{ perhost: 1 } }, 'c.json'),
    )
    expect(exitCode).toBe(3)
    expect(
      lines.map((line) =>
        line
          .split(':')
          .slice(0, line.startsWith('--') ? 1 : 2)
          .join(':'),
      ),
    ).toEqual([
      '--as-of',
      '--per-host',
      'c.json: retries',
      'c.json: "perhost" is no setting; did you mean "perHost"?',
    ])
  })

  it.each(['../x', '.hidden', 'a/b', 'con', 'x.', 'latest', '', 'x'.repeat(90)])(
    'refuse the run id %j',
    (runId) => {
      expect(faultsOf(() => resolveConfig({ runId }, {}, '')).exitCode).toBe(3)
    },
  )

  it('know the codes of --fail-on', () => {
    expect(resolveConfig({ failOn: 'gap,link-dead' }, {}, '').failOn).toEqual(['gap', 'link-dead'])
    expect(faultsOf(() => resolveConfig({ failOn: 'link-ded' }, {}, '')).lines).toEqual([
      '--fail-on: "link-ded" is no finding; did you mean "link-dead"?',
    ])
  })

  it('that contradict one another are refused together, whichever of them was given', () => {
    const consistent = (flags: object) => faultsOf(() => assertConsistent(resolveConfig(flags, {}, '')))
    expect(consistent({ coveredFrom: '10' }).exitCode).toBe(0)
    expect(consistent({ coveredFrom: '11' }).exitCode).toBe(3)
    expect(consistent({ deepFrom: '2' }).lines[0]).toMatch(/deepFrom \(2\) is less than coveredFrom \(3\)/)
  })

  it.each(['{', '[]', '"x"'])('refuse the file %j', (text) => {
    expect(faultsOf(() => parseConfigFile(text, 'c.json')).exitCode).toBe(3)
  })

  it.each([
    [{ retries: null }],
    [{ retries: '' }],
    [{ perHost: true }],
    [{ staleAfter: [365] }],
    [{ concurrency: '0x10' }],
    [{ format: [] }],
    [{ report: '' }],
    [{ offline: 'true' }],
    [JSON.parse('{"__proto__": {"offline": true}}')],
  ])('of a wrong type in a file are refused: %j', (file) => {
    expect(faultsOf(() => resolveConfig({}, file, 'c.json')).exitCode).toBe(3)
  })

  it('that are wrong in the file are told even where a flag takes their place', () => {
    expect(faultsOf(() => resolveConfig({ out: 'o' }, { out: 5 }, 'c.json')).lines[0]).toContain(
      'c.json: out',
    )
  })

  it.each(['', ' ', '1.5', '0x10', '-1'])('of a number are no %j', (retries) => {
    expect(faultsOf(() => resolveConfig({ retries }, {}, '')).exitCode).toBe(3)
  })
})
