import { spawnSync } from 'node:child_process'
import { describe, expect, it, vi } from 'vitest'
import { openWorld } from '../../pipeline/cli/world.js'
import { testConfig } from '../support/run-world.js'

const opened = vi.hoisted(() => ({ printers: 0 }))
vi.mock('../../pipeline/system/browser/index.js', async (importOriginal) => ({
  ...(await importOriginal<object>()),
  createPrinter: () => {
    opened.printers += 1
    return {
      print: () => Promise.reject(new Error('not here')),
      ready: async () => undefined,
      close: async () => undefined,
    }
  },
}))

/** Tells on standard error what modules a program loads. */
const hook = `data:text/javascript,${encodeURIComponent(`
import { register } from 'node:module'
register('data:text/javascript,' + encodeURIComponent(
  'export async function load(url, context, next) { process._rawDebug(url); return next(url, context) }'))
`)}`

/** Modules of packages, by package, that the command loads for these words. */
function packagesLoadedBy(...words: string[]): string[] {
  const { stderr } = spawnSync(process.execPath, ['--import', hook, 'dist/cli/main.js', ...words], {
    encoding: 'utf8',
  })
  const names = [...stderr.matchAll(/\/node_modules\/((?:@[^/\n]+\/)?[^/\n]+)\//g)].map(
    ([, name]) => name ?? '',
  )
  return [...new Set(names)].sort()
}

describe('starting', () => {
  it('loads no package to tell the version, and none that works to tell the usage', () => {
    expect(packagesLoadedBy('--version')).toEqual([])
    expect(packagesLoadedBy('--help')).toEqual(['commander', 'fastest-levenshtein', 'zod'])
  })

  it('opens one browser for all that a run prints, and none before', async () => {
    const wish = {
      config: testConfig({ out: 'out/none' }),
      stages: ['render'] as const,
      stateFolder: 'out/none',
      store: () => {
        throw new Error('nothing is to be remembered')
      },
    }
    const talk = { write: () => undefined, isTerminal: false }
    const world = await openWorld(wish, talk, new AbortController().signal)
    expect(opened.printers).toBe(0)
    await world.browserFault()
    await Promise.all([world.needs.openPrinter(), world.needs.openPrinter()])
    expect(opened.printers).toBe(1)
    await world.close()
  })
})
