import type { Http } from '../../pipeline/model/http.js'
import { compareText } from '../../pipeline/model/place.js'
import type { CorpusFile, CorpusSource, Printer } from '../../pipeline/model/ports.js'
import type { ReadingStore } from '../../pipeline/model/reading-store.js'
import type { RunStore } from '../../pipeline/model/run-store.js'
import { artifacts } from '../../pipeline/run/artifacts.js'
import type { RunNeeds } from '../../pipeline/run/index.js'
import { readReference } from '../../pipeline/system/reference-files.js'
import { type CorpusWish, generateCorpus } from '../bench/generate/index.js'
import { memoryOfLinks, memoryStore, testWorld } from '../support/run-world.js'

/** How often a run went to the world. */
export interface Counts {
  corpusReads: number
  /** Times that each page was taken, by file. */
  pagesTaken: Map<string, number>
  templateReads: number
  referenceReads: number
  checksOpened: number
  printersOpened: number
  prints: { draft: number; final: number }
  /** Requests by URL. */
  requests: Map<string, number>
  /** Openings of each file of the run folder, for writing. */
  opened: Map<string, number>
}

/** A world whose ports count; two runs in it have the same store and the same memory of links. */
export interface CountedWorld {
  needs: RunNeeds
  counts(): Counts
  /** Begins to count anew. */
  reset(): void
}

/** A world with a generated corpus, a web where every address answers but GitHub's API, and a printer that prints one line. */
export async function countedWorld(wish: CorpusWish): Promise<CountedWorld> {
  const reference = await readReference(null)
  const pages = [...generateCorpus(wish, reference).pages()]
    .map(({ name, text }): CorpusFile => ({ file: name, content: { bytes: new TextEncoder().encode(text) } }))
    .sort((a, b) => compareText(a.file, b.file))
  let counts = noCounts()
  const store = memoryStore()
  const base = testWorld({
    corpus: countedCorpus(pages, () => counts),
    http: countedHttp(() => counts),
    store: countedStore(store, () => counts),
    memory: memoryOfLinks(),
    readings: keptIn(store),
    printer: countedPrinter(() => counts),
  })
  const count = (
    key: 'corpusReads' | 'templateReads' | 'referenceReads' | 'checksOpened' | 'printersOpened',
  ) => {
    counts[key] += 1
  }
  return {
    needs: {
      ...base,
      readCorpus: async () => {
        count('corpusReads')
        return countedCorpus(pages, () => counts)
      },
      readTemplates: (report) => {
        count('templateReads')
        return base.readTemplates(report)
      },
      readReference: async () => {
        count('referenceReads')
        return reference
      },
      openCheck: () => {
        count('checksOpened')
        return base.openCheck()
      },
      openPrinter: () => {
        count('printersOpened')
        return base.openPrinter()
      },
    },
    counts: () => counts,
    reset: () => {
      counts = noCounts()
    },
  }
}

function noCounts(): Counts {
  return {
    corpusReads: 0,
    pagesTaken: new Map(),
    templateReads: 0,
    referenceReads: 0,
    checksOpened: 0,
    printersOpened: 0,
    prints: { draft: 0, final: 0 },
    requests: new Map(),
    opened: new Map(),
  }
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

function countedCorpus(pages: readonly CorpusFile[], counts: () => Counts): CorpusSource {
  function* files(): Generator<CorpusFile> {
    for (const page of pages) {
      add(counts().pagesTaken, page.file)
      yield page
    }
  }
  return { location: 'pages', fileCount: pages.length, files: files(), revision: () => null }
}

function countedHttp(counts: () => Counts): Http {
  const headers = { 'content-type': 'application/octet-stream', 'content-length': '100000' }
  return {
    viaProxy: () => false,
    ask: async ({ url }) => {
      add(counts().requests, url)
      const status = url.startsWith('https://api.github.com/') ? 403 : 200
      return { kind: 'answer', status, headers, body: new Uint8Array() }
    },
  }
}

function countedStore(store: RunStore, counts: () => Counts): RunStore {
  return {
    ...store,
    begin: async (runId) => {
      const draft = await store.begin(runId)
      return {
        ...draft,
        open: (path) => {
          add(counts().opened, path)
          return draft.open(path)
        },
        write: (path, bytes) => {
          add(counts().opened, path)
          return draft.write(path, bytes)
        },
      }
    },
  }
}

/** The last reading: its artifacts stand in the run that made them. */
function keptIn(store: RunStore): ReadingStore {
  let kept: { key: string; runId: string; own: Uint8Array } | undefined
  return {
    isEmpty: async () => kept === undefined,
    find: async (key) => {
      if (kept?.key !== key) return null
      const { runId, own } = kept
      const run = await store.find(runId)
      return {
        async *pieces(path) {
          if (Object.values(artifacts).some(({ file }) => file === path)) yield* run.pieces(path)
          else yield own
        },
      }
    },
    keep: async (key, { folder }, { pieces }) => {
      kept = { key, runId: folder.replace('draft of ', ''), own: Buffer.concat([...pieces]) }
    },
  }
}

function countedPrinter(counts: () => Counts): Printer {
  const pdf = new TextEncoder().encode('%PDF-1.4\n/FontFile\n')
  return {
    print: async (_html, { draft = false }) => {
      counts().prints[draft ? 'draft' : 'final'] += 1
      return { pdf, notes: [] }
    },
  }
}
