import { Config } from '../../pipeline/config/config.js'
import { createOutputs } from '../../pipeline/run/outputs.js'
import { readPages } from '../../pipeline/run/read-pages.js'
import { readCorpus } from '../../pipeline/system/corpus-folder.js'
import { silentProgress } from '../../pipeline/system/progress.js'
import { readSample, repeated, writeCorpus } from './corpus.js'
import type { Taken } from './memory.js'

const [folder = '', warmUp = '', kind = ''] = process.argv.slice(2)

// Compiled code is no cost of the corpus.
writeCorpus(warmUp, repeated(readSample(), 1, 3))
await read(warmUp)
globalThis.gc?.()
const before = process.memoryUsage()
const model = await read(folder)
const heldModel = held()
const peak = process.resourceUsage().maxRSS * 1024 - before.rss
const taken: Taken = { peak, heldModel }
process.stdout.write(JSON.stringify(taken))
process.exit(model !== null && model.techniques.length > 0 ? 0 : 1)

/** As a run does it: the records are written, here to nowhere, and the model is kept. */
async function read(corpus: string) {
  const plan = {
    command: 'run',
    stages: ['extract', 'normalize'] as const,
    corpus,
    from: null,
    config: Config.parse({}),
  }
  const nowhere = {
    write: async () => undefined,
    close: async () => undefined,
    remove: async () => undefined,
  }
  const outputs = createOutputs({
    folder: '',
    write: async () => undefined,
    open: async () => nowhere,
    publish: async () => '',
    abandon: async () => undefined,
  })
  const needs = {
    readCorpus: () => readCorpus(corpus),
    elapsedMs: () => 0,
    progress: silentProgress,
    signal: new AbortController().signal,
  }
  return (await readPages(plan, outputs, needs)).model
}

function held(): number {
  if (kind !== 'held') return 0
  globalThis.gc?.()
  const now = process.memoryUsage()
  return now.heapUsed + now.external - before.heapUsed - before.external
}
