import fc from 'fast-check'
import type { Facts } from '../../pipeline/assess/index.js'
import { gatherLinks } from '../../pipeline/check/gather-links.js'
import { LinkMethod, type LinkRecord, LinkState, type Links } from '../../pipeline/model/links.js'
import { linkOf, linksOf } from './links.js'
import { fileOf, mappingText, pageText, read } from './page.js'
import { attackTechnique, referenceOf } from './reference.js'

const ids = ['T1001', 'T1001.001', 'T1001.002', 'T1002', 'T1003.004', 'T1004']
const tactics = ['Impact', 'Execution', 'Command and Control', 'Execution, Impact', 'A tactic of its own']
const headings = [
  '[Sigma rules public repository](https://github.com/SigmaHQ/sigma)',
  '[Atomic Red Team](https://github.com/redcanaryco/atomic-red-team)',
  '[Cyber Analytics Repository](https://car.mitre.org)',
  '=1+1',
]
/** Few addresses, so that one stands under several sources, techniques and categories. */
const urls = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `https://github.com/o/r/blob/main/${name}.yml`)

const row = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...urls).map((url) => `* **[A rule, "quoted"](${url})**`) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(...urls), fc.nat(4))
      .map(([url, n]) => `* [T](${url}): ${n} unit tests`),
  },
  { weight: 2, arbitrary: fc.constantFrom('* A test in words', '* Another; with = signs', '* lost)**') },
  { weight: 1, arbitrary: fc.constant('* [no relations yet](https://example.com/#no-relations-yet)') },
)

const mapping = fc
  .record({
    heading: fc.constantFrom(...headings),
    date: fc.constantFrom('August 09, 2022', 'May 23, 2022', 'January 02, 2019', 'some day'),
    total: fc.constantFrom('3', '7', 'many'),
    count: fc.constantFrom('0', '1', '2', '3', 'several'),
    locator: fc.constantFrom(
      'Resources are in <code>[rules](https://github.com/o/r/tree/main/rules)</code> folder:',
      'Resources are in <code>[T1.yaml](https://github.com/o/r/blob/main/T1.yaml)</code> file:',
    ),
    rows: fc.array(row, { maxLength: 5 }).map((all) => all.join('\n')),
  })
  .map(mappingText)
const section = fc.array(mapping, { maxLength: 3 }).map((all) => all.join('\n'))

const page = fc
  .record({
    id: fc.constantFrom(...ids),
    tactics: fc.constantFrom(...tactics),
    policy: section,
    detection: section,
    test: section,
  })
  .map((parts) => ({ id: parts.id, text: pageText(parts) }))

/** Facts of a few pages that hold everything an honest count could trip over, with links in any states. */
export const someFacts: fc.Arbitrary<Facts> = fc
  .record({
    pages: fc.array(page, { minLength: 1, maxLength: 6 }),
    states: fc.array(fc.constantFrom(...LinkState.options), { minLength: 7, maxLength: 7 }),
    methods: fc.array(fc.constantFrom(...LinkMethod.options), { minLength: 5, maxLength: 5 }),
  })
  .map(({ pages, states, methods }) => {
    // Two pages on one technique are both kept, so that files are numbered.
    const files = pages.map(({ id, text }, at) => fileOf(`${at}/${id}.md`, text))
    const facts = read(...files)
    return {
      ...facts,
      links: linksWith(facts.model, states, methods),
      reference: referenceOf(ids.map((id) => attackTechnique(id))),
    }
  })

function linksWith(
  model: Facts['model'],
  states: readonly LinkState[],
  methods: readonly LinkRecord['method'][],
): Links {
  const links = [...gatherLinks(model)].map(([url, places], at) => {
    const state = states[at % states.length] ?? 'alive'
    const method =
      state === 'unchecked' || state === 'refused' ? null : (methods[at % methods.length] ?? null)
    return linkOf(url, state, { places, method })
  })
  return { ...linksOf({}), links }
}
