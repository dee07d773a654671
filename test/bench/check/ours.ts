import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Failure } from '../../../pipeline/model/failure.js'
import type { Links } from '../../../pipeline/model/links.js'
import type { Contestant } from './contestant.js'
import { plainEnvironment } from './measured-process.js'
import { asKey, type Saying } from './saying.js'

const program = resolve('dist/cli/main.js')

/** How our program is called. */
export interface OurCall {
  name: string
  /** Options of `check` (or `run`). */
  options: readonly string[]
  environment?: Readonly<Record<string, string>>
  /** Everything from pages to CSV files, instead of the check alone. */
  isWholeRun?: boolean
}

/**
 * Our program, cold: a new output folder and a new cache folder. What is measured is the `check` stage as a command of
 * its own; extraction goes before it, unmeasured. A run without any memory of links is one that asks for all of them.
 */
export function ours({ name, options, environment = {}, isWholeRun = false }: OurCall): Contestant {
  const folder = mkdtempSync(join(tmpdir(), 'bench-ours-'))
  const common = (runId: string) => ['--out', join(folder, 'out'), '--run-id', runId, '--quiet']
  return {
    name,
    isOurs: true,
    waits: true,
    prepare(pages) {
      const what = isWholeRun ? ['run', pages, '--format', 'csv'] : ['check']
      const words = [program, ...what, ...common('checked'), ...options]
      if (!isWholeRun) {
        for (const stage of [['extract', pages], ['normalize']]) {
          const stageWords = [program, ...stage, ...common(`only-${stage[0]}`)]
          execFileSync(process.execPath, stageWords, { env: plainEnvironment(), stdio: 'pipe' })
        }
      }
      return { words, folder, environment: { ...environment, XDG_CACHE_HOME: join(folder, 'cache') } }
    },
    read({ exitCode, talk }) {
      if (exitCode !== 0) throw new Failure(`"${name}" ended with exit code ${exitCode}.`, talk.trim())
      const { links } = JSON.parse(readFileSync(join(folder, 'out/runs/checked/links.json'), 'utf8')) as Links
      return new Map(links.map((link) => [asKey(link.url), sayingOf(link)]))
    },
    cleanUp: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** The `--mirror` options for a folder of bare clones named `OWNER+NAME/repo`. */
export function mirrorWords(mirrors: string): string[] {
  return readdirSync(mirrors)
    .filter((name) => existsSync(join(mirrors, name, 'repo')))
    .flatMap((name) => ['--mirror', `${name.replace('+', '/')}=${join(mirrors, name, 'repo')}`])
}

function sayingOf({ state, target }: Links['links'][number]): Saying {
  if (state === 'alive') return { kind: 'alive' }
  if (state === 'unchecked') return { kind: 'nothing' }
  return state === 'moved' && target !== null ? { kind: 'moved', target } : { kind: 'lost' }
}
