/// <reference lib="dom" />
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { renderHtmlPage } from '../../../pipeline/render/html/index.js'
import { openReader, type Reader } from '../../support/browser-page.js'
import { fullReport } from '../../support/full-report.js'
import { describePrinting } from '../../support/printing.js'
import { coverageTemplate } from '../../support/report-template.js'

describePrinting('were the escaping to fail one day, the policy', () => {
  let server: Server
  let reader: Reader
  let html: string
  const hits: string[] = []
  beforeAll(async () => {
    server = createServer((request, response) => {
      hits.push(request.url ?? '')
      response.setHeader('access-control-allow-origin', '*').end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    html = new TextDecoder().decode(renderHtmlPage(fullReport(), await coverageTemplate()).bytes)
    // What keeps our own browser off the network is taken away, so that the policy alone stands in the way.
    reader = await openReader({ isOnline: true })
  })
  afterAll(async () => {
    await reader?.close()
    await new Promise((resolve) => server.close(resolve))
  })

  const attacks = (at: string) => `
    <script>document.title='ran'; fetch('${at}/fetch')</script><script src="${at}/script"></script>
    <img src="${at}/img" onerror="document.title='ran'"><svg onload="document.title='ran'"><image href="${at}/svg"/></svg>
    <style>@import "${at}/import"; body{background:url(${at}/bg)} *{color:red !important}</style>
    <link rel="stylesheet" href="${at}/css"><link rel="prefetch" href="${at}/prefetch"><link rel="icon" href="${at}/icon">
    <p style="position:fixed;background:url(${at}/attribute)">x</p><iframe src="${at}/frame"></iframe><iframe srcdoc="<script>top.document.title='ran'</script>"></iframe>
    <object data="${at}/object"></object><embed src="${at}/embed"><video src="${at}/video"></video><audio src="${at}/audio"></audio>
    <a id="run" href="javascript:document.title='ran'">x</a><form id="send" action="${at}/form"><button id="press">x</button></form><base href="${at}/base/">`

  test('lets nothing run and nothing out', async () => {
    const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const hostile = html.replace('<main id="main">', (found) => `${found}${attacks(at)}`)
    expect(hostile).not.toBe(html)
    const { page } = await reader.open(hostile)
    const title = await page.title()
    for (const id of ['run', 'press'])
      await page.$eval(`#${id}`, (element) => (element as HTMLElement).click())
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    expect(await page.title()).toBe(title)
    expect(title).toContain('Control Coverage')
    expect(await page.$eval('main', (main) => getComputedStyle(main).color)).not.toBe('rgb(255, 0, 0)')
    expect(hits).toEqual([])
    await page.close()

    // The server can be reached from there: what was seen is the policy's doing.
    const bare = await reader.open(`<!doctype html><title>t</title><img src="${at}/control">`, {
      script: false,
    })
    expect(hits).toEqual(['/control'])
    await bare.page.close()
  })
})
