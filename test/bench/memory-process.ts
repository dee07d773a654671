import { extract } from '../../pipeline/extract/index.js'
import { normalize } from '../../pipeline/normalize/index.js'
import { readCorpus } from '../../pipeline/system/corpus-folder.js'
import { corpusFiles, readSample, repeated } from './corpus.js'
import type { Taken } from './memory.js'

const [folder = '', kind = ''] = process.argv.slice(2)

// Compiled code is no cost of the corpus.
normalize(extract(corpusFiles(repeated(readSample(), 1, 3)), { location: 'bench', revision: null }))
globalThis.gc?.()
const before = process.memoryUsage()
const { files, ...corpus } = await readCorpus(folder)
const heldPages = held()
const records = extract(files, corpus)
const heldRecords = held()
const model = normalize(records)
const heldModel = held()
const peak = process.resourceUsage().maxRSS * 1024 - before.rss
if (records.pages.length !== model.techniques.length) throw new Error('pages were lost')
const taken: Taken = { peak, heldPages, heldRecords, heldModel }
process.stdout.write(JSON.stringify(taken))
process.exit(files.length > 0 ? 0 : 1)

function held(): number {
  if (kind !== 'held') return 0
  globalThis.gc?.()
  const now = process.memoryUsage()
  return now.heapUsed + now.external - before.heapUsed - before.external
}
