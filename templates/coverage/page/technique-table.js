const levelOrder = ['none', 'lost', 'thin', 'covered', 'deep']
const sorting = { by: 'id', down: false }

/** @returns {HTMLTableElement} */
const techniqueTable = () => byId('technique-table', HTMLTableElement)

/** @param {string} by @param {TechniqueData} technique @returns {number | string} */
function sortKey(by, technique) {
  if (by === 'gaps') return gapsOf.get(technique.id)?.length ?? 0
  if (by === 'score') return technique.score ?? -1
  if (by === 'policy' || by === 'detection' || by === 'test') return levelOrder.indexOf(technique.levels[by])
  return technique.id
}

/** Makes the headings buttons that sort, and lets the anchors go to the panel. */
function startTechniqueTable() {
  const table = techniqueTable()
  for (const body of table.tBodies) body.id = `row-${body.id}`
  for (const head of table.querySelectorAll('th[data-sort]')) {
    if (!(head instanceof HTMLElement)) continue
    const by = head.dataset.sort ?? 'id'
    const button = element('button', { type: 'button', class: 'sort' }, head.textContent ?? '')
    head.replaceChildren(on(button, 'click', () => sortByHeading(by)))
    if (by === 'id') head.setAttribute('aria-sort', 'ascending')
  }
}

/** @param {string} by */
function isSortable(by) {
  return techniqueTable().querySelector(`th[data-sort="${by}"]`) !== null
}

/** Sorts by a heading, and the other way round where it is sorted by already. @param {string} by */
function sortByHeading(by) {
  sortTechniques(by, sorting.by === by ? !sorting.down : by === 'gaps' || by === 'score')
  writeAddress()
}

/** @param {string} by @param {boolean} down */
function sortTechniques(by, down) {
  if (sorting.by === by && sorting.down === down) return
  sorting.down = down
  sorting.by = by
  const table = techniqueTable()
  for (const head of table.querySelectorAll('th[data-sort]')) {
    if (head instanceof HTMLElement && head.dataset.sort === by)
      head.setAttribute('aria-sort', sorting.down ? 'descending' : 'ascending')
    else head.removeAttribute('aria-sort')
  }
  const keys = data.techniques.map((technique) => sortKey(by, technique))
  const bodies = [...table.tBodies].sort((a, b) => {
    const [at, other] = [Number(a.dataset.at), Number(b.dataset.at)]
    const [x = '', y = ''] = [keys[at], keys[other]]
    return (x < y ? -1 : x > y ? 1 : 0) * (sorting.down ? -1 : 1) || at - other
  })
  table.append(...bodies)
}

/** Shows the techniques that match. */
function showTechniques() {
  for (const body of techniqueTable().tBodies) body.hidden = found.shown[Number(body.dataset.at)] !== true
  const count = found.shown.filter(Boolean).length
  byId('techniques-shown', HTMLElement).textContent = isWishing()
    ? `${numberText(count)} of ${times(data.techniques.length, 'technique matches', 'techniques match')}.`
    : ''
}

/** Shows the gaps that match; they stand in the table in the order of the data. */
function showGaps() {
  const list = document.getElementById('gap-rows')
  if (!(list instanceof HTMLTableSectionElement)) return
  let count = 0
  data.gaps.forEach((gap, index) => {
    const [id, kind, , why] = gap
    const at = techniqueById.get(id) ?? -1
    const words = hasWords(`${techniqueTexts[at] ?? id.toLowerCase()} ${kind} ${why}`.toLowerCase())
    const isShown = gapIsWished(gap) && words && (at === -1 ? !isWishing() : techniqueFits(at, true))
    const row = list.rows[index]
    if (row !== undefined) row.hidden = !isShown
    if (isShown) count += 1
  })
  byId('gaps-shown', HTMLElement).textContent = isWishing() ? `${numberText(count)} of them match.` : ''
}
