import { Failure } from '../../model/failure.js'
import { type Aspect, fontsAspect, memoryAspect, sandboxAspect, temporaryFolderAspect } from './aspects.js'
import { browserEnvironment } from './browser-environment.js'
import { type RunningUser, runningUser } from './browser-user.js'
import {
  type BrowserSearch,
  type BrowserWish,
  browsersBehind,
  type FoundBrowser,
  findBrowser,
  noBrowserFailure,
  searchOrder,
} from './find-browser.js'
import { isHang, type OpenBrowser, openBrowser } from './open-browser.js'
import { makeOwnFolder } from './own-folder.js'
import { defaultMemoryMb } from './printer.js'
import { printsText } from './prints-text.js'
import { probeBrowser } from './probe-browser.js'

/** What `doctor` says of the browser. */
export interface BrowserDescription {
  /** True when a PDF can be printed here. */
  usable: boolean
  path: string | null
  origin: string | null
  version: string | null
  /** `on`, `off`, or null where no browser was started. */
  sandbox: 'on' | 'off' | null
  /** The browser itself, its temporary folder and memory; where it starts, its sandbox and fonts too. */
  aspects: Aspect[]
}

/** How a browser is looked at. */
export interface DescribeWish extends BrowserWish {
  memoryMb?: number
  startTimeoutMs?: number
}

const nothing = { usable: false, path: null, origin: null, version: null, sandbox: null } as const

/** Which browser a run would print with, tried out: it is started once and prints a word. Never throws. */
export async function describeBrowser(wish: DescribeWish): Promise<BrowserDescription> {
  try {
    const user = await runningUser()
    const search = await findBrowser(wish, user)
    if (search.found === null) return { ...nothing, aspects: [lacking(noBrowserFailure(search))] }
    try {
      return await describeFound(search.found, search, wish, user)
    } finally {
      await search.found.dispose()
    }
  } catch (error) {
    return { ...nothing, aspects: [lacking(error)] }
  }
}

async function describeFound(
  found: FoundBrowser,
  search: BrowserSearch,
  wish: DescribeWish,
  user: RunningUser,
): Promise<BrowserDescription> {
  const { path, origin, version } = found
  const memoryMb = wish.memoryMb ?? defaultMemoryMb
  const folder = await temporaryFolderAspect(user)
  const others = [folder, await memoryAspect(memoryMb)]
  const whatElse = await choiceSentences(search, wish)
  const told = { usable: false, path, origin, version, sandbox: null } as const
  if (folder.state === 'lacks') {
    const browser = { ...chosen(found, whatElse), state: 'note' as const }
    return { ...told, aspects: [browser, ...others] }
  }
  let opened: OpenBrowser
  try {
    const limits = { startTimeoutMs: wish.startTimeoutMs ?? 30_000, memoryLimitBytes: memoryMb * 1e6 }
    opened = await openBrowser(found, { env: wish.env, user, ...limits })
  } catch (error) {
    const said = isHang(error) ? null : await lastWords(found, wish, user)
    const { sentences, ...rest } = lacking(notStarting(found, said ?? sentenceOf(error)))
    return { ...told, aspects: [{ ...rest, sentences: [...sentences, ...whatElse] }, ...others] }
  }
  try {
    const fonts = fontsAspect(await printsText(opened.session.browser))
    const sandbox = await sandboxAspect(user, opened.sandboxed)
    return {
      ...told,
      usable: fonts.state !== 'lacks',
      sandbox: opened.sandboxed ? 'on' : 'off',
      aspects: [chosen(found, whatElse), sandbox, ...others, fonts],
    }
  } finally {
    await opened.session.end()
  }
}

function chosen({ version, path, origin }: FoundBrowser, whatElse: string[]): Aspect {
  const sentence = `${version} at ${path} (${origin}).`
  return { name: 'Browser', state: 'ok', sentences: [sentence, ...whatElse], remedies: [] }
}

/** Why this one, and why none of the others. */
async function choiceSentences(search: BrowserSearch, wish: BrowserWish): Promise<string[]> {
  const behind = await browsersBehind(wish, search)
  const notTaken = [
    ...search.passedOver.map(({ path, reason }) => `${path} was passed over: ${reason}.`),
    ...behind.map(({ path, reason }) => `${path} is there too; ${reason}.`),
  ]
  return notTaken.length === 0
    ? []
    : [`The first that answers is taken, in this order: ${searchOrder}.`, ...notTaken]
}

/** What a browser that does not start says when it is started by hand; null where it then ends well. */
async function lastWords(found: FoundBrowser, wish: DescribeWish, user: RunningUser): Promise<string | null> {
  const folder = await makeOwnFolder(user)
  const question = [
    '--headless',
    '--no-sandbox',
    `--user-data-dir=${folder.home}/profile`,
    '--dump-dom',
    'about:blank',
  ]
  const env = browserEnvironment(wish.env, folder.home, found)
  const probe = await probeBrowser(user, found.path, env, wish.startTimeoutMs ?? 10_000, question)
  await folder.remove()
  return 'reason' in probe ? probe.reason : null
}

function notStarting({ path, version }: FoundBrowser, reason: string): Failure {
  const remedy =
    'name another browser with --browser, or install one: apt-get install chromium-headless-shell'
  return new Failure(`${version} at ${path} does not start: ${reason}`, remedy)
}

function lacking(error: unknown): Aspect {
  const remedies = error instanceof Failure ? [error.remedy] : []
  const effect = 'No PDF can be printed: a run gives everything else and ends with exit code 4.'
  return { name: 'Browser', state: 'lacks', sentences: [effect, `${capital(sentenceOf(error))}.`], remedies }
}

function sentenceOf(error: unknown): string {
  const text = error instanceof Error ? (error.message.split('\n')[0] ?? error.name) : String(error)
  return text.replace(/\.$/, '')
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
