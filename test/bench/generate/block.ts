import { type Corpus, totalKey } from './corpus-facts.js'
import { type PlannedBlock, thingsOf } from './plan.js'
import { type Chance, chanceOf, pick } from './random.js'
import { homeOf, type Thing, thingOf } from './rows.js'
import { faults, type SourceShape, sources } from './shape.js'
import type { PageTechnique } from './techniques.js'
import { title } from './words.js'

/** One block: source, day, counts, where its rows are from, rows. */
export function blockText(
  block: PlannedBlock,
  technique: PageTechnique,
  page: number,
  corpus: Corpus,
): string {
  const { source, family } = block
  const chance = chanceOf(corpus.seed, 4, page, sources.indexOf(source))
  const total = corpus.totals.get(totalKey(block)) ?? 0
  const home = homeOf(source, family)
  const url = family === 0 || source.tree === null ? source.url : `https://github.com/${home.repository}`
  const name = family === 0 ? source.name : `${source.name} of unit ${family}`
  return `### [${name}](${url})
**Last accessed:** ${block.isBehind ? 'May 22, 2022' : source.lastAccessed}

**Total ATT&CK-mapped ${source.noun}:** ${block.isBehind ? Math.floor(total * 0.91) : total}

**ATT&CK-mapped resources for this (sub)technique:** ${block.declared}

${locator(source, family, technique)}

${rowsOf(block, technique, chance, corpus).join('\n')}

`
}

function locator(source: SourceShape, family: number, { id }: PageTechnique): string {
  const { repository, host } = homeOf(source, family)
  const start = 'Resources mapped to this (sub)technique can be'
  if (source.form === 'countermeasure')
    return `${start} viewed on [this page](https://d3fend.mitre.org/) (see also the [ATT&CK to D3FEND Mapper](https://d3fend.mitre.org/tools/attack-mapper) tool):`
  if (source.tree === null)
    return `${start} located in the following files within [this repository](https://${host}/attack-techniques/):`
  const { branch, root } = source.tree
  const at = `https://github.com/${repository}/tree/${branch}/${root}`
  if (source.form === 'bare')
    return `The following unit tests mapped to this (sub)technique can be located in [the file here](${at}/${id}/${id}.yaml):`
  if (source.form === 'counted')
    return `${start} located in the following files within [this repository](${at}):`
  return `${start} located in the following files within the repository's <code>[${root}](${at})</code> folder:`
}

function rowsOf(block: PlannedBlock, technique: PageTechnique, chance: Chance, corpus: Corpus): string[] {
  const { source, rows, declared } = block
  if (block.isPlaceholder)
    return ['* [no defensive relations yet](https://d3fend.mitre.org/technique/d3f:nodefensiverelationsyet)']
  if (source.form === 'countermeasure') {
    return drawn(chance, rows, corpus.countermeasures.length).map((at) => {
      const { name = '', slug = '' } = corpus.countermeasures[at] ?? {}
      return `* [${name}](https://d3fend.mitre.org/technique/d3f:${slug})`
    })
  }
  if (source.form === 'bare') {
    const repeats = technique.tactics.length
    const names = Array.from({ length: rows / repeats }, () => `* ${title(chance)}`)
    return Array.from({ length: repeats }, () => names).flat()
  }
  const pool = thingsOf(source, block.family, corpus.pages)
  const things = drawn(chance, rows, pool).map((at) => thingOf(source, block.family, at, corpus.seed))
  return things.map((thing, at) =>
    rowOf(source, thing, technique, chance, at === 0 ? declared - rows + 1 : 1),
  )
}

function rowOf(
  source: SourceShape,
  thing: Thing,
  technique: PageTechnique,
  chance: Chance,
  tests: number,
): string {
  const link = `[${thing.label}](${thing.url})`
  if (source.form === 'analytic' || source.form === 'dotted') return `* ${link}`
  if (source.form === 'counted') return `* ${link}: ${tests} unit tests`
  const isParent = !technique.id.includes('.')
  if (source.form === 'broken-trail' && isParent) {
    const fault = chance()
    if (fault < faults.lost) return `* ${thing.label})**`
    if (fault < faults.lost + faults.doubled) return `* * **${link}**\n**${link}**`
  }
  return `* ${thing.trail.map(({ label, url }) => `[${label}](${url}) / `).join('')}**${link}**`
}

/** So many different numbers below `pool`, in order: pages list rules by folder and name. */
function drawn(chance: Chance, count: number, pool: number): number[] {
  const all = Array.from({ length: pool > 4 * count ? 0 : pool }, (_, at) => at)
  const numbers = new Set<number>()
  while (numbers.size < Math.min(count, pool)) {
    if (all.length === 0) numbers.add(Math.floor(chance() * pool))
    else {
      const number = pick(chance, all)
      numbers.add(number)
      all.splice(all.indexOf(number), 1)
    }
  }
  return [...numbers].sort((a, b) => a - b)
}
