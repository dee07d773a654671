import { Config } from '../../pipeline/config/config.js'
import { createOutputs } from '../../pipeline/run/outputs.js'
import { readPages } from '../../pipeline/run/stages/read-pages.js'
import { readCorpus } from '../../pipeline/system/corpus-folder.js'
import { silentProgress } from '../../pipeline/system/progress.js'

const [folder = ''] = process.argv.slice(2)

// Compiled code is no cost of the corpus.
await read('data/corpus')
globalThis.gc?.()
const before = process.memoryUsage.rss()
const model = await read(folder)
process.stdout.write(String(process.resourceUsage().maxRSS * 1024 - before))
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
