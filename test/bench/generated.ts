import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CorpusFile } from '../../pipeline/model/ports.js'
import { readReference } from '../../pipeline/system/reference-files.js'
import { type CorpusWish, generateCorpus } from './generate/index.js'
import { type WrittenCorpus, writeGenerated } from './generate/write.js'

/** Works with a generated corpus on disk, and removes it again. */
export async function withGenerated<Value>(
  wish: CorpusWish,
  work: (corpus: WrittenCorpus) => Promise<Value>,
): Promise<Value> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-corpus-'))
  try {
    return await work(await writeGenerated(join(folder, 'pages'), wish))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The pages of a generated corpus as the files of one. */
export async function generatedFiles(wish: CorpusWish): Promise<CorpusFile[]> {
  const corpus = generateCorpus(wish, await readReference('data/reference'))
  return [...corpus.pages()].map(({ name, text }) => ({
    file: name,
    content: { bytes: new TextEncoder().encode(text) },
  }))
}
