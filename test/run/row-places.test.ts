import { expect, it } from 'vitest'
import { Failure } from '../../pipeline/model/failure.js'
import { Report } from '../../pipeline/model/report.js'
import { schemaAt } from '../../pipeline/render/table/report-schema.js'
import { run, stageOrder } from '../../pipeline/run/index.js'
import { readWholeCorpus } from '../../pipeline/system/corpus-folder.js'
import { readBook } from '../render/xlsx-book.js'
import { corpusOf, memoryStore, testConfig, testWorld } from '../support/run-world.js'
import { scriptedHttp } from '../support/scripted-http.js'

const reports = ['coverage', 'brief', 'gaps', 'links']

/** The sample in all reports: what was handed to the printer, the pages for browsers, and the files that there are. */
async function made(format: string) {
  const store = memoryStore()
  const corpus = corpusOf('data/corpus', (await readWholeCorpus('data/corpus')).files)
  const documents: string[] = []
  const printer = {
    print: async (html: string) => {
      documents.push(html)
      throw new Failure('There is no printer.', 'None.')
    },
  }
  const config = testConfig({ format, report: reports, offline: true })
  const plan = { command: 'run', stages: stageOrder, corpus: 'data/corpus', from: null, config }
  await run(plan, testWorld({ corpus, http: scriptedHttp({}), store, printer }))
  const files = store.published.get('r1') ?? new Map<string, Uint8Array>()
  for (const [path, bytes] of files) {
    if (/\.(html|md)$/.test(path)) documents.push(new TextDecoder().decode(bytes))
  }
  return { documents, files }
}

/** File, sheet and field of each place that a document sends its readers to. */
function named(document: string) {
  const words = [...document.matchAll(/<b>([^<]*)<\/b>|`([^`\n]*)`/g)].map(
    ([, bold, code]) => bold ?? code ?? '',
  )
  const place = /([\w-]+\/)?[\w-]+\.(csv|xlsx|html|json)(?: \((sheet|field) ([^)]+)\))?/g
  return words.flatMap((text) =>
    [...text.matchAll(place)].map(([all, , , kind, name]) => ({ file: all.split(' ')[0] ?? '', kind, name })),
  )
}

it.each([
  ['csv,xlsx,pdf,html,markdown', /csv\/gaps\.csv/],
  ['xlsx,pdf,html,markdown', /coverage\.xlsx \(sheet Gaps\)/],
  ['csv,pdf,html,markdown', /csv\/gaps\.csv/],
  ['pdf,html,markdown', /report\.json \(field gaps\)/],
])(
  'documents of a run of %s name files, sheets and fields that it has, and no other',
  async (format, known) => {
    const { documents, files } = await made(format)
    // Four documents for print, one page for browsers, one summary.
    expect(documents).toHaveLength(6)
    const places = documents.flatMap(named)
    expect(documents.join('\n')).toMatch(known)
    expect(places.map(({ file }) => file).filter((file) => !files.has(file))).toEqual([])
    for (const { file, kind, name = '' } of places) {
      if (kind === 'sheet') {
        const book = await readBook(files.get(file) ?? new Uint8Array())
        expect(book.worksheets.map((sheet) => sheet.name)).toContain(name)
      }
      if (kind === 'field') expect(schemaAt(Report, name), name).not.toBeNull()
    }
  },
)
