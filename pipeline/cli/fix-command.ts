import { posix } from 'node:path'
import { type Fix, fix } from '../fix/index.js'
import { errorCode } from '../model/error-text.js'
import { type ExitCode, exitCodes, Failure } from '../model/failure.js'
import { countText, wordFor } from '../model/number-words.js'
import type { CorpusFile } from '../model/ports.js'
import { includableKinds } from '../model/repairs.js'
import { readArtifact } from '../run/read-artifact.js'
import { readWholeCorpus } from '../system/corpus-folder.js'
import { type RepositoryName, repositoryName } from '../system/corpus-name.js'
import { git } from '../system/git.js'
import { writePages } from '../system/page-writer.js'
import type { Talk } from '../system/progress.js'
import { createRunStore } from '../system/run-folders/index.js'

/** What the words of `fix` amount to. */
export interface FixOptions {
  run?: string
  include?: string
  write?: boolean
  out: string
}

/** Prints the link repairs of a run as a unified diff, and applies them where asked. Gives the exit code. */
export async function fixCommand(
  corpus: string,
  options: FixOptions,
  talk: Talk,
  print: (text: string) => void,
): Promise<ExitCode> {
  const included = kindsOf(options.include ?? '')
  const repository = await repositoryName(corpus)
  if (options.write === true && repository !== null) {
    throw new Failure(
      '--write cannot write into a commit of a git repository.',
      'Name a folder of pages, or apply the diff with `git apply` at the top of the repository.',
      { exitCode: exitCodes.usage },
    )
  }
  const run = await createRunStore(options.out).find(options.run ?? null)
  const [{ pages, corpus: read }, { links }] = [
    await readArtifact(run, 'records'),
    await readArtifact(run, 'links'),
  ]
  const meant = `Run ${run.runId} read "${read.location}"`
  const { files, location } = await readWholeCorpus(corpus).catch((cause: unknown) => {
    if (!(cause instanceof Failure) || repository !== null || !isMissing(cause)) throw cause
    throw new Failure(cause.message, `${meant}: name where that is, as in \`control-coverage fix PATH\`.`, {
      cause,
    })
  })
  const folder = repository === null ? '' : await folderWithin(repository, files)
  const result = fix({ links, pages, files, included, folder })
  const isOther = location !== read.location
  if (options.write === true) {
    refuseChanged(
      result,
      isOther
        ? `${meant}, and these are the pages of "${location}": name those that it read, or run again on these.`
        : null,
    )
    await writePages(corpus, result.fixed)
  }
  print(result.fixed.map(({ diff }) => diff).join(''))
  if (isOther && result.changed.length > 0) talk.write(`${meant}; these are the pages of "${location}".\n`)
  talk.write(summary(result, options.write === true))
  return exitCodes.done
}

/** Whether nothing is there by the name of a folder; any other trouble has a remedy of its own. */
function isMissing({ cause }: Failure): boolean {
  return errorCode(cause) === 'ENOENT'
}

/** Where these pages stand in their repository, since that is where its diffs are applied: empty or with `/` behind. */
async function folderWithin(
  { repository, folder }: RepositoryName,
  files: readonly CorpusFile[],
): Promise<string> {
  const above =
    repository.kind === 'folder' ? await git(['-C', repository.path, 'rev-parse', '--show-prefix']) : ''
  const path = posix.join(above.replace(/\n$/, ''), folder)
  const isPage = files.length === 1 && files[0]?.file === posix.basename(path)
  const within = (isPage ? posix.dirname(path) : path).replace(/^\.$|\/$/, '')
  return within === '' ? '' : `${within}/`
}

function kindsOf(list: string): Set<string> {
  const kinds = list.split(',').map((kind) => kind.trim())
  const unknown = kinds.find((kind) => kind !== '' && !includableKinds.includes(kind))
  if (unknown === undefined) return new Set(kinds)
  throw new Failure(`--include knows no kind "${unknown}".`, `Name some of ${includableKinds.join(', ')}.`, {
    exitCode: exitCodes.usage,
  })
}

function refuseChanged({ changed }: Fix, remedy: string | null): void {
  if (changed.length === 0) return
  const pages = changed.map(({ file, why }) => `${file} ${why}`)
  throw new Failure(
    `Nothing was written: ${listed(pages).join('; ')}.`,
    remedy ?? 'Run again on the pages as they are, then fix.',
  )
}

function summary({ fixed, changed, skipped, left }: Fix, written: boolean): string {
  const links = new Set(fixed.flatMap(({ urls }) => urls)).size
  return [
    `${countText(links, 'link')} in ${countText(fixed.length, 'page')} ${written ? wordFor(links, 'was', 'were') : 'can be'} repaired.`,
    ...listed(changed.map(({ file, why }) => `${file} ${why}`)).map((page) => `Left out: ${page}.`),
    ...listed(skipped.map(({ file, why }) => `${file}: ${why}`)).map((page) => `Left out: ${page}.`),
    ...[...left].map(([why, count]) => `Left: ${count} ${why}.`),
    '',
  ].join('\n')
}

/** The first of many, and how many more there are. */
function listed(all: readonly string[]): string[] {
  return all.length <= listedAtMost
    ? [...all]
    : [...all.slice(0, listedAtMost), `${all.length - listedAtMost} more`]
}

const listedAtMost = 10
