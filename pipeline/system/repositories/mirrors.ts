import { exitCodes, Failure } from '../../model/failure.js'
import type { Log } from '../../model/ports.js'
import type { OpenedRepository, Repositories } from '../../model/repositories.js'
import { type LocalRepository, localRepository, NoRepository } from './local-repository.js'

/** Clones of the user's own that answer for repositories of github.com. */
export interface Mirrors extends Repositories {
  /** Says in the log which of them nobody asked. */
  conclude(): void
}

/** One `--mirror`, as it was written. */
interface Mirror {
  written: string
  /** `owner/name` as written. */
  name: string
  repository: LocalRepository
  isEmpty: boolean
}

const withoutGit = 'Install git, or leave --mirror out.'

/**
 * Opens mirrors, each written as `OWNER/NAME=PATH`; letter case makes no difference in a name, the last one of a name
 * counts. One without a commit answers for nothing. Of all other repositories nobody here can tell.
 *
 * A Failure (exit code 3) names every one at whose path git reads no repository.
 */
export async function openMirrors(
  written: readonly string[],
  { log, signal }: { log: Log; signal?: AbortSignal | undefined },
): Promise<Mirrors> {
  const all: Mirror[] = []
  const faults: NoRepositoryAt[] = []
  for (const each of written) {
    const opened = await openMirror(each, signal)
    if ('fault' in opened) faults.push(opened)
    else all.push(opened)
  }
  if (faults.length > 0) throw failureOf(faults)
  const mirrors = new Map(all.map((mirror) => [mirror.name.toLowerCase(), mirror]))
  for (const { written: each, isEmpty } of all)
    if (isEmpty) log.warn('mirror-empty', `--mirror ${each} holds no commit and answers for nothing.`)
  const asked = new Set<Mirror>()
  return {
    async open({ host, path }) {
      const mirror = host === 'github.com' ? mirrors.get(path.toLowerCase()) : undefined
      if (mirror === undefined) return { kind: 'unknown', reason: 'no-mirror' }
      asked.add(mirror)
      return answerOf(mirror, path)
    },
    conclude() {
      for (const mirror of all.filter((each) => !asked.has(each))) {
        const isLast = mirrors.get(mirror.name.toLowerCase()) === mirror
        const why = isLast
          ? `no link that had to be asked leads to github.com/${mirror.name}`
          : 'a later one names the same repository'
        log.warn('mirror-unused', `--mirror ${mirror.written} was not used: ${why}.`)
      }
    },
  }
}

function answerOf({ repository, isEmpty }: Mirror, path: string): OpenedRepository {
  if (isEmpty) return { kind: 'unknown', reason: 'no-commit' }
  return { kind: 'found', access: { ...repository, path } }
}

/** A mirror that is none. */
interface NoRepositoryAt {
  written: string
  fault: NoRepository
}

async function openMirror(
  written: string,
  signal: AbortSignal | undefined,
): Promise<Mirror | NoRepositoryAt> {
  const equals = written.indexOf('=')
  const name = written.slice(0, equals)
  try {
    const path = written.slice(equals + 1)
    const repository = await localRepository(path, 'mirror', { signal, withoutGit }, name)
    return { written, name, repository, isEmpty: !(await repository.hasCommits()) }
  } catch (fault) {
    if (fault instanceof NoRepository) return { written, fault }
    throw fault
  }
}

function failureOf(faults: readonly NoRepositoryAt[]): Failure {
  const sentences = faults.map(({ written, fault }) => `--mirror ${written}: ${fault.message}.`)
  const remedy = faults.some(({ fault }) => fault.isForeign)
    ? 'Allow it with: git config --global --add safe.directory PATH-OF-THE-REPOSITORY'
    : 'Name a clone, bare or not, with: --mirror OWNER/NAME=PATH'
  return new Failure(sentences.join('\n'), remedy, { cause: faults[0]?.fault, exitCode: exitCodes.usage })
}
