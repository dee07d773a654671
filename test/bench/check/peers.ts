import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Failure } from '../../../pipeline/model/failure.js'
import type { Contestant } from './contestant.js'
import { asKey, type Saying, type Sayings } from './saying.js'

/** The peers by the folder they are installed to, as npm knows them. */
const packages = {
  'linkinator-6': 'npm:linkinator@6.1.4',
  'linkinator-7': 'npm:linkinator@7.6.1',
  'markdown-link-check': '3.14.2',
}
export type Peer = keyof typeof packages

/** The link checkers that ours is measured by; they are no dependency, but installed anew and removed again. */
export interface Peers {
  /** The peer with these further options; `waits` gives it the option to wait where it is told "not so fast". */
  contestant(peer: Peer, waits: boolean, options?: readonly string[]): Contestant
  remove(): void
}

/** Installs peers from the npm registry to a temporary folder. Throws a {@link Failure} if that fails. */
export function installPeers(wanted: readonly Peer[]): Peers {
  const folder = mkdtempSync(join(tmpdir(), 'bench-peers-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  const dependencies = Object.fromEntries(wanted.map((peer) => [peer, packages[peer]]))
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }))
  try {
    npm(['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'], folder)
  } catch (error) {
    remove()
    const said = (error as { stderr?: string }).stderr ?? String(error)
    const [reason = 'npm failed'] = said.split('\n').filter((line) => /npm (error|ERR!)/.test(line))
    throw new Failure(
      `The peers could not be installed from the npm registry: ${reason.trim()}`,
      'There is no bench without them; make sure that npm reaches its registry.',
    )
  }
  return {
    contestant: (peer, waits, options = []) =>
      peer === 'markdown-link-check'
        ? markdownLinkCheck(folder, waits, options)
        : linkinator(folder, peer, waits, options),
    remove,
  }
}

function npm(words: readonly string[], folder: string): void {
  const script = process.env.npm_execpath
  const [command, first] = script === undefined ? ['npm', []] : [process.execPath, [script]]
  execFileSync(command, [...first, ...words], { cwd: folder, encoding: 'utf8', stdio: 'pipe' })
}

/** Serves the pages to itself as HTML and asks each of their links once. It prints a line of CSV as it learns of each. */
function linkinator(folder: string, peer: Peer, waits: boolean, options: readonly string[]): Contestant {
  const words = ['*.md', '--markdown', '--format', 'csv', '--verbosity', 'info']
  const more = [...(waits ? ['--retry'] : []), ...options]
  return {
    name: `linkinator ${packages[peer].split('@')[1]}${waits ? ' --retry' : ''}`,
    isOurs: false,
    waits,
    prepare: (pages) => ({
      words: [join(folder, 'node_modules', peer, 'build/src/cli.js'), ...words, ...more],
      folder: pages,
      environment: {},
    }),
    read: ({ output }) => sayingsIn(output, /^"?(?<url>https?:.*?)"?,\d+,(?<word>\w+),/gm, linkinatorWords),
    cleanUp: () => undefined,
  }
}

/** Reads one page after another and asks two of its links at a time. It prints when it is done with a page. */
function markdownLinkCheck(folder: string, waits: boolean, options: readonly string[]): Contestant {
  const script = join(folder, 'node_modules/markdown-link-check/markdown-link-check')
  return {
    name: `markdown-link-check ${packages['markdown-link-check']}${waits ? ' -r' : ''}`,
    isOurs: false,
    waits,
    prepare: (pages) => ({
      words: [script, '--verbose', ...(waits ? ['--retry'] : []), ...options, '.'],
      folder: pages,
      environment: {},
    }),
    read: ({ output }) =>
      sayingsIn(output, /^ {2}\[(?<word>.)\] (?<url>https?:\S*) → Status: /gmu, markdownLinkCheckWords),
    cleanUp: () => undefined,
  }
}

type Words = Readonly<Record<string, 'alive' | 'lost'>>
const linkinatorWords: Words = { OK: 'alive', BROKEN: 'lost' }
const markdownLinkCheckWords: Words = { '✓': 'alive', '✖': 'lost', '⚠': 'lost' }

/** What the lines of a program say; a word that is in no list, such as "skipped", says nothing. */
function sayingsIn(output: string, line: RegExp, words: Words): Sayings {
  const said = [...output.matchAll(line)].map(({ groups }): [string, Saying] => [
    asKey(groups?.url ?? ''),
    { kind: words[groups?.word ?? ''] ?? 'nothing' },
  ])
  return new Map(said)
}
