/** @typedef {import('../../../pipeline/render/html/page-data.js').PageData} PageData */
/** @typedef {import('../../../pipeline/render/html/page-data.js').TechniqueData} TechniqueData */
/** @typedef {import('../../../pipeline/render/html/page-data.js').MappingData} MappingData */
/** @typedef {import('../../../pipeline/render/html/page-data.js').ResourceData} ResourceData */
/** @typedef {'policy' | 'detection' | 'test'} Judged */

/** @type {readonly Judged[]} */
const judged = ['policy', 'detection', 'test']

/** @type {PageData} */
let data

/**
 * A row of evidence with what it belongs to, ready to be searched.
 * @typedef {object} Row
 * @property {number} technique place in the list of techniques
 * @property {string} category
 * @property {string} source
 * @property {number} sourceAt place in the list of sources
 * @property {string | null} state
 * @property {ResourceData} own
 * @property {string} text all its words, in lower case
 */

/** @type {Row[]} */
let rows = []
/** Rows by technique. @type {Row[][]} */
let rowsOf = []
/** Mappings by technique. @type {number[][]} */
let mappingsOf = []
/** Gaps by technique's id. @type {Map<string, PageData['gaps']>} */
let gapsOf = new Map()
/** Words of each technique, in lower case. @type {string[]} */
let techniqueTexts = []
/** @type {Map<string, number>} */
let techniqueByAnchor = new Map()
/** @type {Map<string, number>} */
let techniqueById = new Map()

/** Reads the data and works out what hangs together. */
function readData() {
  data = JSON.parse(byId('data', HTMLScriptElement).textContent ?? '')
  techniqueTexts = data.techniques.map(({ id, name, tactics }) =>
    `${id} ${name} ${tactics.map((tactic) => data.tactics[tactic]).join(' ')}`.toLowerCase(),
  )
  techniqueByAnchor = new Map(data.techniques.map(({ anchor }, index) => [anchor, index]))
  data.techniques.forEach(({ id }, index) => {
    if (!techniqueById.has(id)) techniqueById.set(id, index)
  })
  gapsOf = new Map(data.techniques.map(({ id }) => [id, []]))
  for (const gap of data.gaps) gapsOf.get(gap[0])?.push(gap)
  mappingsOf = data.techniques.map(() => [])
  data.mappings.forEach(([technique], index) => mappingsOf[technique]?.push(index))
  rowsOf = data.techniques.map(() => [])
  rows = data.resources.map(rowOf)
  for (const row of rows) rowsOf[row.technique]?.push(row)
}

/** @param {ResourceData} own @returns {Row} */
function rowOf(own) {
  const [mapping, label, link] = own
  const [technique = -1, sourceAt = -1] = data.mappings[mapping] ?? []
  const source = data.sources[sourceAt]
  const { id, name } = data.techniques[technique] ?? { id: '', name: '' }
  const [url = '', state = null] = data.links[link] ?? []
  const text = `${label} ${source?.name ?? ''} ${id} ${name} ${url}`.toLowerCase()
  return { technique, category: source?.category ?? 'other', source: source?.name ?? '', sourceAt, state, own, text }
}

/** The address of a row where it is the row's own, else null. @param {Row} row */
function ownUrl({ own: [, , link, isOwn] }) {
  return isOwn === 1 ? (data.links[link]?.[0] ?? null) : null
}
