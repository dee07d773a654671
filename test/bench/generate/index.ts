import type { AttackReference, D3fendReference } from '../../../pipeline/model/reference.js'
import type { SamplePage } from '../corpus.js'
import { type Corpus, totalKey } from './corpus-facts.js'
import { pageText } from './page.js'
import { familiesOf, planPage } from './plan.js'
import { sources } from './shape.js'
import { referenceWith, techniquesFor } from './techniques.js'

/** What corpus to make. */
export interface CorpusWish {
  pages: number
  seed: number
}

/** What its pages take from the reference tables: real ids, names and countermeasures. */
export interface Tables {
  attack: AttackReference
  d3fend: D3fendReference
}

/** A corpus that is made page by page, so that none is too large. */
export interface GeneratedCorpus {
  pages(): Generator<SamplePage>
  /** The ATT&CK table with the corpus's invented techniques. */
  attack: AttackReference
}

/**
 * A corpus of the shape of the real one, as large as wanted: rows, sources, links, forms and faults of a page do not
 * depend on how many there are; rules grow with the pages, sources, repositories and hosts as their root. Same wish,
 * same bytes.
 */
export function generateCorpus({ pages, seed }: CorpusWish, { attack, d3fend }: Tables): GeneratedCorpus {
  const techniques = techniquesFor(pages, attack, seed)
  const families = familiesOf(pages)
  const totals = new Map<string, number>()
  techniques.forEach((technique, page) => {
    for (const block of planPage(technique, page, families, seed))
      totals.set(totalKey(block), (totals.get(totalKey(block)) ?? 0) + block.declared)
  })
  const countermeasures = d3fend.techniques.filter(({ deprecated }) => !deprecated)
  const named = Math.max(...sources.map(({ form, things }) => (form === 'countermeasure' ? things : 0)))
  const corpus: Corpus = { seed, pages, techniques, countermeasures: countermeasures.slice(0, named), totals }
  return {
    *pages() {
      for (const [page, technique] of techniques.entries()) {
        const blocks = planPage(technique, page, families, seed)
        yield { name: `${technique.id}.md`, text: pageText(technique, page, blocks, corpus) }
      }
    },
    attack: referenceWith(techniques, attack),
  }
}
