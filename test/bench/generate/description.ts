import { type Chance, pick, valueAt } from './random.js'
import { descriptionLength, faults } from './shape.js'
import type { PageTechnique } from './techniques.js'
import { sentence, shortName } from './words.js'

/** The quoted description of a technique: paragraphs, citations, links to its like, and now and then a list, a heading, a tag. */
export function description(chance: Chance, techniques: readonly PageTechnique[]): string {
  const length = valueAt(descriptionLength, chance())
  let text = ''
  while (text.length < length) {
    const said = withLink(chance, techniques, sentence(chance))
    const cited = chance() < 0.32 ? `${said}(Citation: ${shortName(chance)})` : said
    text += `${text === '' ? '' : chance() < 0.22 ? '\n\n' : ' '}${cited}`
  }
  if (chance() < faults.list)
    text += `\n\n* ${sentence(chance)}\n* ${sentence(chance)}\n\n1. ${sentence(chance)}`
  if (chance() < faults.heading) text += `\n\n### ${shortName(chance)}\n\n${sentence(chance)}`
  if (chance() < faults.tag) text += ` Such is <code>net user <username> &amp; \\\\host</code>.`
  if (chance() < faults.mojibake) text += ' The processâ€™s own name stays, a doppelgÃ¤nger.'
  return text
}

/** Nearly every second sentence-long paragraph of ATT&CK names another technique or a program. */
function withLink(chance: Chance, techniques: readonly PageTechnique[], said: string): string {
  const what = chance()
  if (what < 0.18) {
    const { id, name } = pick(chance, techniques)
    return `${said.slice(0, -1)} [${name}](${techniqueUrl(id)}).`
  }
  if (what > 0.017 + 0.18) return said
  const software = `S${String(1 + Math.floor(chance() * 600)).padStart(4, '0')}`
  return `${said.slice(0, -1)} [${shortName(chance)}](https://attack.mitre.org/software/${software}).`
}

/** Where ATT&CK has a technique. */
export function techniqueUrl(id: string): string {
  return `https://attack.mitre.org/techniques/${id.replace('.', '/')}`
}
