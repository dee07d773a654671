import { chmod, readFile, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { exitCodes, Failure } from '../../../pipeline/model/failure.js'
import { runningUser } from '../../../pipeline/system/browser/browser-user.js'
import { findBrowser } from '../../../pipeline/system/browser/find-browser.js'
import { createPrinter, describeBrowser } from '../../../pipeline/system/browser/index.js'
import { openBrowser } from '../../../pipeline/system/browser/open-browser.js'
import { browsersNaming, programThatPrinted } from '../../support/browser-processes.js'
import { ownTemporaryFolder } from '../../support/own-temporary-folder.js'
import { describePrinting } from '../../support/printing.js'

const options = { paper: 'a4', createdAt: new Date(0) } as const
const env = process.env
const { path: inFolder, leftBehind, program } = ownTemporaryFolder()

async function textOf(pdf: Uint8Array): Promise<string> {
  const document = await getDocument({ data: pdf.slice(), verbosity: 0 }).promise
  const { items } = await (await document.getPage(1)).getTextContent()
  await document.destroy()
  return items.map((item) => ('str' in item ? item.str : '')).join('')
}

describePrinting('a printer', () => {
  let server: Server
  let hits: string[]
  beforeAll(async () => {
    server = createServer((request, response) => {
      hits.push(request.url ?? '')
      response.end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })
  beforeEach(() => {
    hits = []
  })
  afterAll(() => new Promise((resolve) => server.close(resolve)))

  test('prints several documents, and leaves nothing behind', async () => {
    const printer = createPrinter({ browserPath: null, env })
    const printed = await Promise.all(
      ['one', 'two'].map((text) => printer.print(`<!doctype html><title>t</title><p>${text}`, options)),
    )
    expect(await Promise.all(printed.map(({ pdf }) => textOf(pdf)))).toEqual(['one', 'two'])
    await printer.close()
    expect(await leftBehind()).toEqual([])
  })

  test('lets nothing out, runs nothing, and shows no file of this machine', async () => {
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const secret = inFolder('secret.txt')
    await writeFile(secret, 'do not print this')
    await chmod(secret, 0o644)
    const html = `<!doctype html><html><head><title>t</title><link rel="stylesheet" href="${address}/css"><link rel="prefetch" href="${address}/prefetch">
      <style>@import "${address}/import"; @font-face{font-family:f;src:url(${address}/font)} p{font-family:f;background:url(${address}/bg)}</style></head><body><p>here</p><img src="${address}/img" onerror="document.body.append('ran')">
      <script>document.body.append('ran'); fetch('${address}/fetch')</script><iframe src="file://${secret}"></iframe><iframe src="${address}/frame"></iframe>
      <object data="file://${secret}"></object><svg onload="document.body.append('ran')"></svg><base href="${address}/"><form action="${address}/form"><input></form></body></html>`
    const printer = createPrinter({ browserPath: null, env })
    const text = await textOf((await printer.print(html, options)).pdf)
    await printer.close()
    expect(text).toContain('here')
    expect(text).not.toMatch(/ran|do not print/)
    expect(hits).toEqual([])
  })

  test('is led nowhere by a refresh, whatever it then prints', async () => {
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const printer = createPrinter({ browserPath: null, env })
    await printer.print(`<meta http-equiv="refresh" content="0;url=${address}/refresh"><p>here`, options)
    await printer.close()
    expect(hits).toEqual([])
  })

  test('starts a fresh browser when the first is killed', async () => {
    const printer = createPrinter({ browserPath: null, env })
    await printer.print('<p>one', options)
    const [profile] = await leftBehind()
    const ids = await browsersNaming(`${profile}/home/profile`)
    expect(ids).toHaveLength(1)
    for (const id of ids) process.kill(id, 'SIGKILL')
    expect(await textOf((await printer.print('<p>two', options)).pdf)).toBe('two')
    await printer.close()
    expect(await leftBehind()).toEqual([])
  })

  test('leaves nothing running when its program is killed, and the next start removes its folder', async () => {
    const child = await programThatPrinted()
    const [folderOfKilled = ''] = await leftBehind()
    expect(folderOfKilled).toContain('control-coverage-browser-')
    const printer = createPrinter({ browserPath: null, env })
    await printer.print('<p>two', options)
    // The first still lives: its folder is not ours to remove.
    expect(await leftBehind()).toHaveLength(2)
    await printer.close()
    child.kill('SIGKILL')
    await new Promise((done) => child.once('exit', done))
    await vi.waitFor(async () => expect(await browsersNaming(folderOfKilled)).toEqual([]), 10_000)
    await printer.print('<p>three', options)
    expect(await leftBehind()).not.toContain(folderOfKilled)
    await printer.close()
    expect(await leftBehind()).toEqual([])
  })

  test('that takes too long for one document is started anew once, then gives up and leaves nothing', async () => {
    const printer = createPrinter({ browserPath: null, env, printTimeoutMs: 1 })
    const failure = await printer.print('<p>one', options).catch((error: unknown) => error)
    expect(failure).toMatchObject({
      exitCode: exitCodes.incomplete,
      message: expect.stringMatching(/failed twice.*within 1 ms/),
    })
    expect(await leftBehind()).toEqual([])
    await printer.close()
  })

  test('without a sandbox says so, and is never root', async () => {
    const user = await runningUser()
    const { found } = await findBrowser({ browserPath: null, env }, user)
    if (found === null) throw new Error('no browser')
    const fontconfig = found.fontconfigFile === null ? '' : `FONTCONFIG_FILE='${found.fontconfigFile}'`
    const path = await program(
      `case "$*" in *--version*) echo Chromium;; *--no-sandbox*) LD_LIBRARY_PATH='${found.libraryPath ?? ''}' ${fontconfig} exec '${found.path}' "$@";; *) exit 1;; esac`,
    )
    const printer = createPrinter({ browserPath: path, env })
    const { pdf, notes } = await printer.print('<p>one', options)
    expect(await textOf(pdf)).toBe('one')
    expect(notes).toHaveLength(1)
    expect(notes[0]).toContain('without its sandbox')
    if (process.getuid?.() === 0) expect(notes[0]).toContain('65534')
    await printer.close()
    expect(await describeBrowser({ browserPath: path, env })).toMatchObject({ usable: true, sandbox: 'off' })
    expect(await leftBehind()).toEqual([])
  })

  test('runs the browser as somebody else where we are root', async () => {
    const user = await runningUser()
    const { found } = await findBrowser({ browserPath: null, env }, user)
    if (found === null) throw new Error('no browser')
    const { session } = await openBrowser(found, { env, user, startTimeoutMs: 30_000, memoryLimitBytes: 2e9 })
    const status =
      process.platform === 'linux'
        ? await readFile(`/proc/${session.browser.process()?.pid}/status`, 'utf8')
        : ''
    await session.end()
    if (process.platform === 'linux') {
      const expected = process.getuid?.() === 0 ? 65534 : process.getuid?.()
      expect(status).toMatch(new RegExp(`^Uid:\\t${expected}\\t${expected}\\t${expected}`, 'm'))
    }
  })
})

describe.skipIf(process.platform === 'win32')('a browser that fails', () => {
  test.each([
    ['ends at once', 'exit 1'],
    ['never answers', 'exec sleep 600'],
  ])('and %s is a failure with a remedy, and leaves nothing behind', async (_, script) => {
    const path = await program(`case "$*" in *--version*) echo Chromium;; *) ${script};; esac`)
    const printer = createPrinter({ browserPath: path, env, startTimeoutMs: 300 })
    const failure = await printer.print('<p>one', options).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(Failure)
    expect(failure).toMatchObject({
      exitCode: exitCodes.incomplete,
      remedy: expect.stringContaining('doctor'),
    })
    await printer.close()
    expect(await leftBehind()).toEqual([])
    expect(await describeBrowser({ browserPath: path, env, startTimeoutMs: 300 })).toMatchObject({
      usable: false,
      sandbox: null,
    })
  })
})
