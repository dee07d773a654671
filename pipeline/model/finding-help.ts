import type { FindingCode } from './finding-facts.js'

/** What a kind of finding is, and what to do about it, for whoever meets it first in another tool. */
export interface FindingHelp {
  /** One sentence without facts, with a full stop. */
  is: string
  /** What to do, in one sentence. */
  remedy: string
}

const asSource = 'Compare the page with the source and bring the block up to date.'
const asPage = 'Mend the page at the place named.'
const asAttack = 'Look at ATT&CK as it is today and decide what becomes of the page.'
const asLink = 'Look at the address by hand; replace or remove the row that stands on it.'
const asGap = 'Find content that covers it, or decide about the gap and record that.'

/** The help of every code, in one table: a code without help does not compile. */
export const findingHelp: Record<FindingCode, FindingHelp> = {
  'count-mismatch': { is: 'A block declares another number than it lists.', remedy: asSource },
  'total-conflict': {
    is: 'A block declares another total of its source than most pages of that day.',
    remedy: asSource,
  },
  'mapping-stale': { is: 'A block was last accessed longer ago than the limit.', remedy: asSource },
  'mapping-behind': { is: "A block is older than its source's newest one.", remedy: asSource },
  'date-ambiguous': {
    is: 'A date is in a form that can be misread.',
    remedy: 'Write the date as YYYY-MM-DD.',
  },
  'date-unreadable': { is: 'A date is in no known form.', remedy: 'Write the date as YYYY-MM-DD.' },
  'resource-duplicate': {
    is: 'A resource is listed twice in one block; it counts once.',
    remedy: 'Remove the repeat.',
  },
  'resource-unlinked': {
    is: 'A resource has no link, and its block names no single file: nothing can be checked.',
    remedy: 'Give the row a link to the resource itself.',
  },
  'placeholder-row': {
    is: 'A row says that there is nothing and is not counted.',
    remedy: 'Nothing needs to be done; the block may be removed.',
  },
  'page-unreadable': {
    is: 'A page could not be read; nothing of it is in the report.',
    remedy: 'See that the file is readable text.',
  },
  'page-skipped': {
    is: 'A file names no technique and maps nothing; it is no page.',
    remedy: 'Nothing needs to be done, unless it should be one.',
  },
  'bytes-invalid': {
    is: 'A page holds bytes that are no valid text.',
    remedy: 'Save the page in UTF-8.',
  },
  'page-duplicate': {
    is: 'Two pages describe one technique; they are reported as one.',
    remedy: 'Merge the pages.',
  },
  'id-conflict': { is: 'A page names two different techniques.', remedy: asPage },
  'heading-unknown': {
    is: 'A section has a heading of no known category; its mappings count as "other".',
    remedy: 'Use a known heading, or name its category with --section.',
  },
  'text-repaired': {
    is: 'Broken text was read as what it must have been.',
    remedy: 'Write the text as it was read.',
  },
  'text-unknown': { is: 'Text is of no known form and was left aside.', remedy: asPage },
  'number-unreadable': { is: 'A number is none.', remedy: asPage },
  'section-missing': { is: 'A page lacks a section.', remedy: asPage },
  'field-missing': { is: 'A page or a block lacks a field.', remedy: asPage },
  'technique-revoked': { is: 'ATT&CK has revoked the technique of a page.', remedy: asAttack },
  'technique-deprecated': { is: 'ATT&CK has deprecated the technique of a page.', remedy: asAttack },
  'technique-renamed': {
    is: 'ATT&CK has another name for the technique today.',
    remedy: 'Rename the page.',
  },
  'technique-unknown': { is: 'ATT&CK Enterprise has no technique of this id.', remedy: asAttack },
  'technique-without-page': {
    is: 'A technique is in scope, and no page is about it: nothing was assessed.',
    remedy: 'Write a page, or take the technique out of the scope.',
  },
  'scope-technique-revoked': {
    is: 'The scope names a technique that ATT&CK has revoked.',
    remedy: 'Bring the layer up to date in the ATT&CK Navigator.',
  },
  'scope-technique-unknown': {
    is: 'The scope names a technique that neither ATT&CK nor a page has; it is left out.',
    remedy: 'Correct the id in the layer.',
  },
  'tactics-changed': {
    is: 'ATT&CK has the technique under other tactics today.',
    remedy: 'Bring the tactics of the page up to date.',
  },
  'countermeasure-renamed': {
    is: 'D3FEND has another label or address for a countermeasure today.',
    remedy: 'Write it as D3FEND has it today.',
  },
  'countermeasure-unknown': {
    is: 'D3FEND has no such countermeasure.',
    remedy: 'Look for its successor in D3FEND, or remove the row.',
  },
  'link-dead': { is: 'A link is gone, and no single successor was found.', remedy: asLink },
  'link-moved': {
    is: 'The content behind a link is elsewhere, and where is known.',
    remedy: 'Write the new address; `control-coverage fix` does so at every place.',
  },
  'link-blocked': {
    is: 'The server refuses to tell; that is no evidence either way.',
    remedy: 'Look at the address by hand, or give the run what the server asks for.',
  },
  'link-unreachable': {
    is: 'A link gave no usable answer after every retry.',
    remedy: 'Run again later; look at the address by hand if it stays so.',
  },
  'link-unchecked': {
    is: 'Links were not asked, so that nothing is known of them.',
    remedy: 'Run again with a network.',
  },
  'link-refused': {
    is: 'A link is not asked on principle: malformed, not http(s), or a private address.',
    remedy: 'Correct the address, or allow its host with --allow-host.',
  },
  'gap-policy': { is: 'No policy or process control is listed for the technique.', remedy: asGap },
  'gap-detection': { is: 'No detection rule is listed for the technique.', remedy: asGap },
  'gap-test': { is: 'No offensive test is listed for the technique.', remedy: asGap },
  'gap-lost': {
    is: 'All that is listed for a category is lost: its links are dead.',
    remedy: 'Find where the content went, or find other content.',
  },
  'gap-stale': { is: 'The newest evidence of a category is older than the limit.', remedy: asSource },
  'gap-single-source': { is: 'A category rests on one source alone.', remedy: asGap },
  'gap-sub-techniques': {
    is: 'A category stands for a technique and for none of its sub-techniques with a page.',
    remedy: asGap,
  },
  'gap-accepted': {
    is: 'Somebody accepts a gap, or holds it not to apply, until the decision expires.',
    remedy: 'Nothing needs to be done before that day.',
  },
  'decision-expired': {
    is: 'A decision on a gap held until a day that has passed.',
    remedy: 'Decide anew, or close the gap.',
  },
  'decision-gap-gone': {
    is: 'A decision is about a gap that is none of this run.',
    remedy: 'Remove the decision, unless the gap only changed its kind.',
  },
  'decision-unreadable': {
    is: 'Words of the decisions file could not be read; they are kept.',
    remedy: 'Mend the row that is named.',
  },
}
