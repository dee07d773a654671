/** What is wanted; empty for anything. */
const wish = { words: /** @type {string[]} */ ([]), tactic: '', category: '', level: '', source: '', state: '', gap: '' }

/** Techniques that match all but the words, and those that match the words too. @type {{ fit: boolean[], shown: boolean[] }} */
const found = { fit: [], shown: [] }

/** @type {Row[]} */
let shownRows = []

function isWishing() {
  return Object.values(wish).some((each) => each.length > 0)
}

/** @param {string} text */
function hasWords(text) {
  return wish.words.every((word) => text.includes(word))
}

/** Places of what is wanted by name; -1 where nothing is wanted. */
const wished = { tactic: -1, source: -1 }

/** Whether a row is of the wanted category, source and state. @param {Row} row */
function rowFits({ category, sourceAt, state }) {
  if (wish.category !== '' && category !== wish.category) return false
  if (wish.source !== '' && sourceAt !== wished.source) return false
  return wish.state === '' || (state ?? 'none') === wish.state
}

/** @param {number} at */
function levelFits(at) {
  const levels = data.techniques[at]?.levels
  if (wish.level === '' || levels === undefined) return true
  const asked = judged.filter((category) => wish.category === '' || wish.category === category)
  return asked.some((category) => levels[category] === wish.level)
}

/** Whether a gap is of the wanted kind and category. @param {PageData['gaps'][number]} gap */
function gapIsWished([, kind, category]) {
  if (wish.category !== '' && category !== wish.category) return false
  return wish.gap === '' || wish.gap === 'any' || kind === wish.gap
}

/** @param {number} at */
function gapFits(at) {
  if (wish.gap === '') return true
  const { id } = data.techniques[at] ?? { id: '' }
  return (gapsOf.get(id) ?? []).some(gapIsWished)
}

/**
 * Whether a technique matches all but the words. Of a category it must have rows, unless it is asked for its level or for its
 * gaps: what lacks something has no row of it.
 * @param {number} at
 * @param {boolean} forGaps
 */
function techniqueFits(at, forGaps = wish.gap !== '') {
  const tactics = data.techniques[at]?.tactics ?? []
  if (wish.tactic !== '' && !tactics.includes(wished.tactic)) return false
  if (!levelFits(at) || !gapFits(at)) return false
  const ofRows = wish.source !== '' || wish.state !== '' || (wish.category !== '' && wish.level === '' && !forGaps)
  return !ofRows || (rowsOf[at] ?? []).some(rowFits)
}

/** Works out what matches now. */
function applyWish() {
  wished.tactic = data.tactics.indexOf(wish.tactic)
  wished.source = data.sources.findIndex((source) => sourceName(source) === wish.source)
  found.fit = data.techniques.map((_, at) => techniqueFits(at))
  shownRows = rows.filter((row) => found.fit[row.technique] === true && rowFits(row) && hasWords(row.text))
  const withRows = new Set(shownRows.map(({ technique }) => technique))
  found.shown = found.fit.map(
    (fits, at) => fits && (wish.words.length === 0 || hasWords(techniqueTexts[at] ?? '') || withRows.has(at)),
  )
}

/** What an address calls a source. @param {PageData['sources'][number]} source */
const sourceName = ({ category, source }) => `${category}/${source}`

/** Puts the choices into the filters. */
function fillFilters() {
  const choices = /** @type {const} */ ([
    ['tactic', data.tactics.map((name) => [name, name])],
    ['category', Object.entries(data.words.category)],
    ['level', Object.entries(data.words.level)],
    ['source', data.sources.map((source) => [sourceName(source), `${source.name} (${data.words.category[source.category]})`])],
    ['state', [...Object.entries(data.words.linkState), ['none', 'no link']]],
    ['gap', [['any', 'any gap'], ...Object.entries(data.words.gapKind)]],
  ])
  for (const [name, options] of choices) {
    const select = byId(`filter-${name}`, HTMLSelectElement)
    select.options[0]?.replaceChildren(name === 'gap' ? 'with or without' : 'any')
    select.append(...options.map(([value = '', text = '']) => element('option', { value }, text)))
    on(select, 'change', () => {
      takeWish()
      refresh()
    })
  }
}

/** Takes what is wanted from the filters and the search. */
function takeWish() {
  for (const name of /** @type {const} */ (['tactic', 'category', 'level', 'source', 'state', 'gap'])) {
    const select = byId(`filter-${name}`, HTMLSelectElement)
    wish[name] = select.value
    select.classList.toggle('set', select.value !== '')
  }
  wish.words = byId('query', HTMLInputElement).value.toLowerCase().split(/\s+/).filter(Boolean)
}

/** Sets every filter back, the search too. */
function clearWish() {
  for (const select of document.querySelectorAll('#filters select')) {
    if (select instanceof HTMLSelectElement) select.value = ''
  }
  byId('query', HTMLInputElement).value = ''
  takeWish()
  refresh()
  writeAddress()
}

/** Says how much matches. */
function tellMatches() {
  const { words, ...chosen } = wish
  const count = Object.values(chosen).filter((each) => each !== '').length
  byId('filter-count', HTMLElement).textContent = count === 0 ? '' : ` (${count})`
  const line = byId('matches', HTMLElement)
  line.hidden = !isWishing()
  if (line.hidden) return line.replaceChildren()
  const techniques = found.shown.filter(Boolean).length
  line.replaceChildren(
    element('a', { href: '#all-techniques' }, times(techniques, 'technique', 'techniques')),
    ` of ${numberText(data.techniques.length)} and `,
    element('a', { href: '#resources' }, times(shownRows.length, 'resource', 'resources')),
    ` of ${numberText(rows.length)} match${words.length > 0 ? ` “${words.join(' ')}”` : ''}. `,
    on(element('button', { type: 'button', class: 'quiet' }, 'Show all'), 'click', clearWish),
    copyButton(),
  )
}
