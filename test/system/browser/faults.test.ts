import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test, vi } from 'vitest'
import { exitCodes } from '../../../pipeline/model/failure.js'
import { createPrinter } from '../../../pipeline/system/browser/index.js'
import { browsersNaming, processesNaming, programThatPrinted } from '../../support/browser-processes.js'
import { ownTemporaryFolder } from '../../support/own-temporary-folder.js'
import { describePrinting } from '../../support/printing.js'

const paper = { paper: 'a4', createdAt: new Date(0) } as const
const env = process.env
const { path: inFolder, leftBehind, program } = ownTemporaryFolder()

/** Takes a second or more to print. */
const longDocument = `<!doctype html><title>t</title><table>${Array.from(
  { length: 4_000 },
  (_, row) => `<tr><td>row ${row}</td><td>and what it says</td></tr>`,
).join('')}</table>`

const ownFolders = () => `${inFolder('tmp')}/control-coverage-browser-`

/** Waits for a browser that has begun, other than those known, and gives its id. */
async function browserAfter(known: readonly number[]): Promise<number> {
  return vi.waitUntil(async () => (await browsersNaming(ownFolders())).find((id) => !known.includes(id)), {
    timeout: 20_000,
  })
}

async function nothingIsLeft(): Promise<void> {
  expect(await leftBehind()).toEqual([])
  expect(await processesNaming(inFolder('tmp'))).toEqual([])
}

describePrinting('a browser that breaks off midway', () => {
  test.each([
    ['is killed', 'SIGKILL'],
    ['hangs', 'SIGSTOP'],
  ] as const)('since it %s is met once by a fresh one', async (_, signal) => {
    const printer = createPrinter({ browserPath: null, env, printTimeoutMs: 10_000 })
    const printing = printer.print(longDocument, paper)
    const first = await browserAfter([])
    await pause(600)
    process.kill(first, signal)
    const second = await browserAfter([first])
    expect((await printing).pdf.length).toBeGreaterThan(10_000)
    expect(second).not.toBe(first)
    await printer.close()
    await nothingIsLeft()
  })

  test('twice is a failure that says what to do, and leaves nothing', async () => {
    const printer = createPrinter({ browserPath: null, env })
    const printing = printer.print(longDocument, paper).catch((error: unknown) => error)
    // Whatever begins is killed, be it still at its start.
    let isOver = false
    printing.finally(() => {
      isOver = true
    })
    while (!isOver) {
      await pause(300)
      for (const id of await browsersNaming(ownFolders())) process.kill(id, 'SIGKILL')
    }
    expect(await printing).toMatchObject({
      exitCode: exitCodes.incomplete,
      message: expect.stringMatching(/failed twice to print the PDF/),
      remedy: expect.stringContaining('doctor'),
    })
    await nothingIsLeft()
    await printer.close()
  })

  test('with two documents at work prints both: neither ends the browser that the other began anew', async () => {
    const printer = createPrinter({ browserPath: null, env })
    const printing = [1, 2].map(() => printer.print(longDocument, paper))
    const first = await browserAfter([])
    await pause(600)
    process.kill(first, 'SIGKILL')
    for (const { pdf } of await Promise.all(printing)) expect(pdf.length).toBeGreaterThan(10_000)
    await printer.close()
    await nothingIsLeft()
  })
})

describePrinting.linux('a browser under Linux', () => {
  test('that holds more memory than it may is ended, at once and for good', async () => {
    const printer = createPrinter({ browserPath: null, env, memoryMb: 60 })
    const failure = await printer.print(longDocument, paper).catch((error: unknown) => error)
    expect(failure).toMatchObject({
      exitCode: exitCodes.incomplete,
      message: expect.stringContaining('held more than the 60 MB'),
      remedy: expect.stringContaining('--browser-memory'),
    })
    await nothingIsLeft()
    await printer.close()
  })

  test('that hangs does not outlive its program', async () => {
    const child = await programThatPrinted()
    process.kill(await browserAfter([]), 'SIGSTOP')
    child.kill('SIGKILL')
    const none = async () => expect(await processesNaming(inFolder('tmp'))).toEqual([])
    await vi.waitFor(none, 10_000)
  })
})

describe.skipIf(process.platform !== 'linux')('a program that is no browser', () => {
  test.each([
    ['hangs with what it has started', 'sleep 600 & setsid sleep 600 & exec sleep 600'],
    ['ends and leaves what it has started', 'sleep 600 & setsid sleep 600 & exit 1'],
  ])('and %s is ended with all of it', async (_, script) => {
    const path = await program(`case "$*" in *--version*) echo Chromium;; *) ${script};; esac`)
    const printer = createPrinter({ browserPath: path, env, startTimeoutMs: 400 })
    const failure = await printer.print('<p>one', paper).catch((error: unknown) => error)
    expect(failure).toMatchObject({ exitCode: exitCodes.incomplete })
    await printer.close()
    await nothingIsLeft()
  })
})
