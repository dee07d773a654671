import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Failure } from '../../../pipeline/model/failure.js'
import { browserEnvironment } from '../../../pipeline/system/browser/browser-environment.js'
import { commandAs, runningUser } from '../../../pipeline/system/browser/browser-user.js'
import {
  browsersBehind,
  type FoundBrowser,
  findBrowser,
  noBrowserFailure,
} from '../../../pipeline/system/browser/find-browser.js'
import { knownBrowserPaths } from '../../../pipeline/system/browser/known-browsers.js'
import { isTrustedFolder, programFolder } from '../../../pipeline/system/browser/private-folder.js'
import { puppeteerCachePaths } from '../../../pipeline/system/browser/puppeteer-cache.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'find-browser-'))
  await chmod(folder, 0o755)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function program(name: string, script: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, `#!/bin/sh\n${script}\n`)
  await chmod(path, 0o755)
  return path
}

describe.skipIf(process.platform === 'win32')('the browser that is found', async () => {
  const user = await runningUser()
  const find = (env: Record<string, string>, browserPath: string | null = null) =>
    findBrowser({ browserPath, env }, user)

  test('is the one named by the flag, before any variable', async () => {
    const flagged = await program('flagged', 'echo Flagged 1')
    const other = await program('other', 'echo Other 2')
    const { found } = await find({ PUPPETEER_EXECUTABLE_PATH: other, CHROME_PATH: other }, flagged)
    expect(found).toMatchObject({ path: flagged, origin: '--browser', version: 'Flagged 1' })
  })

  test('is PUPPETEER_EXECUTABLE_PATH before CHROME_PATH, before what is on the PATH', async () => {
    const [first, second] = [await program('first', 'echo 1'), await program('second', 'echo 2')]
    expect((await find({ PUPPETEER_EXECUTABLE_PATH: first, CHROME_PATH: second })).found).toMatchObject({
      path: first,
      origin: 'PUPPETEER_EXECUTABLE_PATH',
    })
    expect((await find({ CHROME_PATH: second, PATH: folder })).found).toMatchObject({
      path: second,
      origin: 'CHROME_PATH',
    })
  })

  test.each([
    ['is not there', 'none', null],
    ['does not answer', 'broken', 'exit 3'],
  ])('a named one that %s is a failure, and no other is taken', async (_, name, script) => {
    const path = script === null ? join(folder, name) : await program(name, script)
    await program('chromium', 'echo Chromium 1')
    await expect(find({ PATH: folder }, path)).rejects.toThrow(Failure)
  })

  test('one on the PATH that does not answer is passed over, with the reason', async () => {
    const broken = await program('chromium-headless-shell', 'echo no such library >&2; exit 127')
    const { found, passedOver } = await find({ PATH: folder })
    await found?.dispose()
    expect(found?.path).not.toBe(broken)
    expect(passedOver).toContainEqual({ path: broken, reason: 'no such library' })
  })

  test('those behind it are told, each program once, with why they are not taken', async () => {
    const first = await program('chromium', 'echo Chromium 1')
    const second = await program('google-chrome', 'echo Chrome 2')
    await symlink(second, join(folder, 'google-chrome-stable'))
    const behind = async (env: Record<string, string>) => {
      const search = { found: { path: first, origin: 'CHROME_PATH' } as FoundBrowser, passedOver: [] }
      const told = await browsersBehind({ browserPath: null, env }, search)
      return told.filter(({ path }) => path.startsWith(folder))
    }
    expect(await behind({ PATH: folder })).toEqual([{ path: second, reason: 'others go before it' }])
    expect(await behind({ PATH: folder, CHROME_PATH: first })).toEqual([
      { path: second, reason: 'CHROME_PATH names another' },
    ])
  })

  test.skipIf(process.platform !== 'linux')('one that lacks libraries says which, all of them', async () => {
    const path = join(folder, 'chromium')
    // A program of the system that names two libraries which are not there, in the room of those that are.
    const listing = (await readFile('/bin/ls')).toString('latin1')
    const broken = listing
      .replaceAll('libc.so.6', 'libq.so.6')
      .replaceAll('libselinux.so.1', 'libselinuq.so.1')
    await writeFile(path, Buffer.from(broken, 'latin1'), { mode: 0o755 })
    const failure = await find({}, path).catch((error: unknown) => error)
    expect(failure).toMatchObject({
      message: expect.stringMatching(/it lacks shared libraries: (libselinuq\.so\.1, )?libq\.so\.6$/),
      remedy: expect.stringContaining('hold these libraries'),
    })
  })

  test('nothing at all names every remedy', () => {
    const failure = noBrowserFailure({ found: null, passedOver: [{ path: '/x', reason: 'why' }] })
    expect(failure.message).toContain('/x was passed over: why')
    for (const remedy of ['apt-get', 'npx puppeteer browsers install', '@sparticuz/chromium@147.0.0'])
      expect(failure.remedy).toContain(remedy)
  })
})

describe('known places', () => {
  test('headless shells come first, relative folders of the PATH never', () => {
    const paths = knownBrowserPaths('linux', { PATH: '/a:.:b:/c' })
    expect(paths[0]).toBe('/usr/bin/chromium-headless-shell')
    expect(paths).toContain('/c/google-chrome-stable')
    expect(paths.every((path) => path.startsWith('/'))).toBe(true)
    expect(paths.indexOf('/usr/lib/chromium/chromium')).toBeLessThan(paths.indexOf('/a/chromium'))
  })
  test('mac and Windows have theirs', () => {
    expect(knownBrowserPaths('darwin', { HOME: '/Users/x' })).toContain(
      '/Users/x/Applications/Chromium.app/Contents/MacOS/Chromium',
    )
    expect(knownBrowserPaths('win32', { 'ProgramFiles(x86)': 'C:\\P' })).toEqual([
      'C:\\P\\Google\\Chrome\\Application\\chrome.exe',
      'C:\\P\\Microsoft\\Edge\\Application\\msedge.exe',
    ])
  })
  test("puppeteer's cache: headless shells first, newest first by number", async () => {
    for (const version of ['linux-99.0.1.2', 'linux-131.0.1.2'])
      await mkdir(join(folder, 'chrome-headless-shell', version, 'archive'), { recursive: true })
    await mkdir(join(folder, 'chrome', 'linux-150.0.0.1', 'chrome-linux64'), { recursive: true })
    const paths = await puppeteerCachePaths('linux', { PUPPETEER_CACHE_DIR: folder })
    expect(paths.map((path) => path.slice(folder.length + 1))).toEqual([
      'chrome-headless-shell/linux-131.0.1.2/archive/chrome-headless-shell',
      'chrome-headless-shell/linux-99.0.1.2/archive/chrome-headless-shell',
      'chrome/linux-150.0.0.1/chrome-linux64/chrome',
    ])
  })
})

describe.skipIf(process.getuid === undefined)('a folder to run programs from', () => {
  const userId = process.getuid?.() ?? -1

  test('is made for us alone, or for all to read where we are root', async () => {
    const path = join(folder, 'cache')
    expect(await isTrustedFolder(path, userId)).toBe(true)
    const { stat } = await import('node:fs/promises')
    expect((await stat(path)).mode & 0o777).toBe(userId === 0 ? 0o755 : 0o700)
  })
  test.each([0o777, 0o770, 0o757])('is not trusted when others may write to it (%o)', async (mode) => {
    const path = join(folder, 'open')
    await mkdir(path)
    await chmod(path, mode)
    expect(await isTrustedFolder(path, userId)).toBe(false)
  })
  test('is not trusted when it is a link, a file, or somebody else’s', async () => {
    await symlink(folder, join(folder, 'link'))
    expect(await isTrustedFolder(join(folder, 'link'), userId)).toBe(false)
    expect(await isTrustedFolder(await program('file', ''), userId)).toBe(false)
    expect(await isTrustedFolder(folder, userId + 1)).toBe(false)
  })
  test('is a temporary one where the usual place is not to be trusted', async () => {
    const other = userId === 0 ? 12345 : userId
    const cache = join(folder, 'cache')
    await mkdir(join(cache, 'control-coverage'), { recursive: true })
    await chmod(join(cache, 'control-coverage'), 0o777)
    const { path, temporary } = await programFolder({ XDG_CACHE_HOME: cache }, other)
    expect(temporary).toBe(true)
    expect(path.startsWith(cache)).toBe(false)
    await rm(path, { recursive: true })
  })
})

test('the browser gets no secret, no proxy, and a home of its own', () => {
  const env = {
    GITHUB_TOKEN: 'secret',
    HTTPS_PROXY: 'http://user:secret@proxy',
    HOME: '/root',
    PATH: '/bin',
    LD_LIBRARY_PATH: '/usr/x',
  }
  const environment = browserEnvironment(env, '/tmp/home', { libraryPath: '/lib/own', fontconfigFile: null })
  expect(JSON.stringify(environment)).not.toMatch(/secret|root/)
  expect(environment).toMatchObject({
    HOME: '/tmp/home',
    PATH: '/bin',
    LD_LIBRARY_PATH: '/lib/own:/usr/x',
    TZ: 'UTC',
  })
})

test('root hands the browser to nobody, and the kernel ends it with us', () => {
  const setprivPath = '/usr/bin/setpriv'
  const identity = ['--reuid=65534', '--regid=65534', '--clear-groups']
  const [command, args] = commandAs({ kind: 'nobody', setprivPath }, '/b', ['--x'])
  expect([command, ...args]).toEqual([setprivPath, ...identity, '--pdeathsig=KILL', '--', '/b', '--x'])
  expect(commandAs({ kind: 'self', setprivPath }, '/b', ['--x'])[1]).toEqual([
    '--pdeathsig=KILL',
    '--',
    '/b',
    '--x',
  ])
  expect(commandAs({ kind: 'self', setprivPath: null }, '/b', ['--x'])).toEqual(['/b', ['--x']])
})
