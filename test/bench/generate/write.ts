import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Failure } from '../../../pipeline/model/failure.js'
import { readReference } from '../../../pipeline/system/reference-files.js'
import { writeCorpus } from '../corpus.js'
import { type CorpusWish, generateCorpus } from './index.js'

/** Where a generated corpus stands, and its size. */
export interface WrittenCorpus {
  folder: string
  /** Folder of the tables that know its techniques, for `--reference`. */
  reference: string
  bytes: number
}

/** Writes a corpus to `folder` and, in `reference` within it, the tables that know its techniques. */
export async function writeGenerated(folder: string, wish: CorpusWish): Promise<WrittenCorpus> {
  const tables = await readReference('data/reference')
  const corpus = generateCorpus(wish, tables)
  const reference = join(folder, 'reference')
  try {
    mkdirSync(folder, { recursive: false })
  } catch (cause) {
    throw new Failure(`The folder ${folder} could not be made.`, 'Name one that is not there yet.', { cause })
  }
  mkdirSync(reference)
  writeFileSync(join(reference, 'attack.json'), JSON.stringify(corpus.attack))
  writeFileSync(join(reference, 'd3fend.json'), JSON.stringify(tables.d3fend))
  return { folder, reference, bytes: writeCorpus(folder, corpus.pages()) }
}
