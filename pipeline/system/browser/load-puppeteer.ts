import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import type { PuppeteerNode } from 'puppeteer'

/**
 * Puppeteer's core, by way of the `puppeteer` package.
 *
 * `puppeteer` itself looks for a `.puppeteerrc.cjs` from the working directory upwards and runs it as soon as it is
 * imported. A run is often started inside a corpus that others wrote, so that door stays shut. It is loaded only
 * when something is to be printed, since loading takes longer than all the other packages together.
 */
export async function loadPuppeteer(): Promise<PuppeteerNode> {
  const fromHere = createRequire(import.meta.url)
  const core = createRequire(fromHere.resolve('puppeteer')).resolve('puppeteer-core')
  const loaded = (await import(pathToFileURL(core).href)) as {
    default: PuppeteerNode | { default: PuppeteerNode }
  }
  return 'launch' in loaded.default ? loaded.default : loaded.default.default
}
