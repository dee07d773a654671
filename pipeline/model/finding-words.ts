import type { FindingCode, FindingFacts, SeverityWord } from './finding-facts.js'
import { countText } from './number-words.js'

/** How grave a finding is and how it is said. */
export interface FindingWords<Code extends FindingCode> {
  severity: SeverityWord
  /** One sentence without a full stop's worth of blame: what is there, and what was expected. */
  message(facts: FindingFacts[Code]): string
}

const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ')
const leaves = (removed: readonly string[]) => (removed.length === 0 ? '' : `leaves ${quoted(removed)}`)
const joins = (added: readonly string[]) => (added.length === 0 ? '' : `stands under ${quoted(added)} too`)

/** `"lost" in detection`; where kind and category are one word, or there is no category, one of them alone. */
const gapOf = ({ kind, category }: { kind: string; category: string | null }) =>
  category === null ? `"${kind}"` : category === kind ? `in ${kind}` : `"${kind}" in ${category}`
const by = (owner: string | null) => (owner === null ? '' : ` by ${shortened(owner)}`)
/** On one line, and no longer than a name may be. */
const shortened = (name: string) =>
  name
    .replace(/\s+/g, ' ')
    .slice(0, 80)
    .replace(/[\uD800-\uDBFF]$/, '')

/** The words of every code, in one table, so that printing is the last thing that happens to a finding. */
export const findingWords: { [Code in FindingCode]: FindingWords<Code> } = {
  'count-mismatch': {
    severity: 'warning',
    message: (f) =>
      `${f.source} declares ${f.declared} but lists ${countText(f.rows, 'row')}${f.tests === null ? '' : ` stating ${countText(f.tests, 'test')}`}`,
  },
  'total-conflict': {
    severity: 'warning',
    message: (f) =>
      `${f.source} declares a total of ${f.declared} as of ${f.lastAccessed}; most pages of that day say ${f.usual}`,
  },
  'mapping-stale': {
    severity: 'warning',
    message: (f) =>
      `${f.source} was last accessed ${f.lastAccessed}, ${countText(f.ageDays, 'day')} ago (limit ${f.limitDays})`,
  },
  'mapping-behind': {
    severity: 'warning',
    message: (f) => `${f.source} was last accessed ${f.lastAccessed}; its newest block is of ${f.newest}`,
  },
  'date-ambiguous': {
    severity: 'warning',
    message: (f) =>
      f.readings.length === 1
        ? `the date of ${f.source}, "${f.written}", is in an ambiguous form; the calendar allows ${f.readings[0]} alone`
        : `the date of ${f.source}, "${f.written}", can be read as ${f.readings.join(' or ')}; none is taken`,
  },
  'date-unreadable': {
    severity: 'warning',
    message: (f) => `the date of ${f.source}, "${f.written}", is in no known form`,
  },
  'resource-duplicate': {
    severity: 'note',
    message: (f) => `"${f.label}" stands in ${f.source} already, at line ${f.firstLine}`,
  },
  'resource-unlinked': {
    severity: 'warning',
    message: (f) => `"${f.label}" of ${f.source} has no link, and its block names no single file`,
  },
  'placeholder-row': {
    severity: 'note',
    message: (f) => `"${f.label}" of ${f.source} is a placeholder and not counted as a resource`,
  },
  'page-unreadable': { severity: 'error', message: (f) => `the page could not be read: ${f.detail}` },
  'page-skipped': {
    severity: 'note',
    message: () => 'the file names no technique and maps nothing; it is no page and was left out',
  },
  'bytes-invalid': {
    severity: 'warning',
    message: (f) =>
      `the page is no valid ${f.encoding} from byte ${f.offset} on; what could not be read stands as U+FFFD`,
  },
  'page-duplicate': {
    severity: 'warning',
    message: (f) => `the technique has a page already: ${f.firstFile}`,
  },
  'id-conflict': {
    severity: 'warning',
    message: (f) => `the ${f.where} of the page names another technique, ${f.other}`,
  },
  'heading-unknown': {
    severity: 'warning',
    message: (f) => `the section "${f.heading}" is of no known category; its mappings are kept as "other"`,
  },
  'text-repaired': {
    severity: 'note',
    message: (f) => `${f.field} was repaired (${f.repair}): "${f.written}" reads "${f.repaired}"`,
  },
  'text-unknown': {
    severity: 'warning',
    message: (f) => `text of no known form in ${f.within}: "${f.written}"`,
  },
  'number-unreadable': {
    severity: 'warning',
    message: (f) => `${f.field} of ${f.source}, "${f.written}", is no number`,
  },
  'section-missing': { severity: 'warning', message: (f) => `the section "${f.section}" is missing` },
  'field-missing': { severity: 'warning', message: (f) => `${f.within} has no ${f.field}` },
  'technique-revoked': {
    severity: 'warning',
    message: (f) =>
      `ATT&CK ${f.version} has revoked "${f.name}"${f.successor === null ? '' : `; its successor is ${f.successor} "${f.successorName}"`}`,
  },
  'technique-deprecated': {
    severity: 'warning',
    message: (f) => `ATT&CK ${f.version} has deprecated "${f.name}"`,
  },
  'technique-renamed': {
    severity: 'note',
    message: (f) => `the page says "${f.name}"; ATT&CK ${f.version} says "${f.current}"`,
  },
  'technique-unknown': {
    severity: 'warning',
    message: (f) => `ATT&CK Enterprise ${f.version} has no technique of this id ("${f.name}")`,
  },
  'technique-without-page': {
    severity: 'warning',
    message: (f) =>
      `"${f.name}" is in scope and has no page${f.status === 'active' ? '' : ` (ATT&CK ${f.version} has it as ${f.status})`}${f.predecessors.length === 0 ? '' : `; it took the place of ${f.predecessors.join(', ')}, of which there is a page`}`,
  },
  'scope-technique-revoked': {
    severity: 'note',
    message: (f) =>
      `the scope names ${f.id}, which ATT&CK ${f.version} has revoked${f.successor === null ? ', without a successor' : ` for ${f.successor}`}; ${f.reported === f.id ? 'it is reported by that id' : `no page is about it, and ${f.reported} is in scope instead`} (${f.layers.join(', ')})`,
  },
  'scope-technique-unknown': {
    severity: 'warning',
    message: (f) =>
      `the scope names ${f.id}${f.before === null ? '' : ` ("${f.before}")`}, which ATT&CK Enterprise ${f.version} does not have and no page is about; it is left out (${f.layers.join(', ')})`,
  },
  'tactics-changed': {
    severity: 'note',
    message: (f) =>
      f.techniques === null
        ? `in ATT&CK ${f.version} the technique ${[leaves(f.removed), joins(f.added)].filter((each) => each !== '').join(' and ')}`
        : `ATT&CK ${f.version} has given up the tactic ${quoted(f.removed)}; ${countText(f.techniques, 'technique')} stood there and are now under ${f.added.map((name) => `"${name}"`).join(' or ')}`,
  },
  'countermeasure-renamed': {
    severity: 'note',
    message: (f) =>
      `the page says "${f.label}"; D3FEND ${f.version} says "${f.current}" (${f.countermeasureId}, ${f.currentUrl})`,
  },
  'countermeasure-unknown': {
    severity: 'warning',
    message: (f) => `D3FEND ${f.version} has no "${f.label}" at ${f.url} or elsewhere`,
  },
  'link-dead': {
    severity: 'error',
    message: (f) =>
      `${f.url} is gone (${f.reason}${f.confirmed ? '' : ', not yet confirmed'}); it stands in ${countText(f.places, 'place')}`,
  },
  'link-moved': {
    severity: 'warning',
    message: (f) =>
      `${f.url} has moved to ${f.target} (${f.evidence}); it stands in ${countText(f.places, 'place')}`,
  },
  'link-blocked': {
    severity: 'note',
    message: (f) =>
      `the server of ${f.url} refuses to tell (${f.reason}); it stands in ${countText(f.places, 'place')}`,
  },
  'link-unreachable': {
    severity: 'warning',
    message: (f) =>
      `${f.url} gave no usable answer (${f.reason}); it stands in ${countText(f.places, 'place')}`,
  },
  'link-unchecked': {
    severity: 'note',
    message: (f) => `${countText(f.count, 'link was', 'links were')} not asked (${f.reason})`,
  },
  'link-refused': {
    severity: 'warning',
    message: (f) =>
      `${f.url} was not asked on principle (${f.reason}); it stands in ${countText(f.places, 'place')}`,
  },
  'gap-policy': { severity: 'warning', message: () => 'no policy or process control is listed' },
  'gap-detection': { severity: 'warning', message: () => 'no detection rule is listed' },
  'gap-test': { severity: 'warning', message: () => 'no offensive test is listed' },
  'gap-lost': {
    severity: 'error',
    message: (f) =>
      f.listed === 1
        ? `the one resource listed for ${f.category} is lost: its link is dead`
        : `all ${f.listed} resources listed for ${f.category} are lost: their links are dead`,
  },
  'gap-stale': {
    severity: 'note',
    message: (f) =>
      `the newest evidence for ${f.category} is of ${f.newest}, older than ${countText(f.limitDays, 'day')}`,
  },
  'gap-single-source': {
    severity: 'note',
    message: (f) =>
      `${f.category} rests on one source alone, ${f.source} (${countText(f.listed, 'resource')})`,
  },
  'gap-sub-techniques': {
    severity: 'note',
    message: (f) =>
      f.subTechniques === 1
        ? `${f.category} stands for the technique, and nothing usable for its one sub-technique with a page`
        : `${f.category} stands for the technique, and nothing usable for any of its ${f.subTechniques} sub-techniques with a page`,
  },
  'gap-accepted': {
    severity: 'note',
    message: (f) =>
      `the gap ${gapOf(f)} is ${f.status === 'accept' ? 'accepted' : 'held not to apply'}${by(f.owner)}, ${f.expiry === null ? 'without an end' : `until ${f.expiry}`}`,
  },
  'decision-expired': {
    severity: 'warning',
    message: (f) => `the decision "${f.status}"${by(f.owner)} on the gap ${gapOf(f)} held until ${f.expiry}`,
  },
  'decision-gap-gone': {
    severity: 'note',
    message: (f) => `the gap ${f.gapId} that ${f.where} decides about is no gap of this run`,
  },
  'decision-unreadable': { severity: 'warning', message: (f) => `${f.where}: ${f.problem}` },
}
