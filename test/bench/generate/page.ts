import { blockText } from './block.js'
import type { Corpus } from './corpus-facts.js'
import { description, techniqueUrl } from './description.js'
import type { PlannedBlock } from './plan.js'
import { chanceOf } from './random.js'
import { faults, realPages, sections } from './shape.js'
import { type PageTechnique, tacticsText } from './techniques.js'

/** The page of one technique with these blocks. */
export function pageText(
  technique: PageTechnique,
  page: number,
  blocks: readonly PlannedBlock[],
  corpus: Corpus,
) {
  const chance = chanceOf(corpus.seed, 3, page)
  const name = chance() < 1 / realPages ? `${technique.name} â€“ Ã¤` : technique.name
  const gap = chance() < faults.joined ? '\n' : '\n\n'
  const written = sections.map((section, at) => {
    const own = blocks.filter(({ source }) => source.section === at)
    return [`## ${section}\n`, ...own.map((block) => blockText(block, technique, page, corpus))].join('')
  })
  return `# ${technique.id}: ${name}
**MITRE ATT&CK Tactic(s):** ${tacticsText(technique)}

**[MITRE ATT&CK Description](${techniqueUrl(technique.id)})**
<blockquote>${description(chance, corpus.techniques)}</blockquote>${gap}${written.join('\n')}`
}
