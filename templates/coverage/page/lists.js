/** @typedef {PageData['findings'][number]} Finding */

/** @type {LongList<Row> | null} */
let resourceList = null
/** @type {LongList<Finding> | null} */
let findingList = null

/** Makes the lists of every resource and every finding. */
function startLists() {
  resourceList = longList(byId('resource-list', HTMLElement), 'Resources', ['Resource', 'Source', 'Link', 'Technique', 'Place'], resourceCells)
  findingList = longList(byId('finding-list', HTMLElement), 'Findings', ['Finding', 'Kind', 'Severity', 'Technique', 'Place'], findingCells)
  const codes = [...new Set(data.findings.map(([code]) => code))].sort()
  byId('finding-code', HTMLSelectElement).append(...codes.map((code) => element('option', { value: code }, code)))
  byId('finding-severity', HTMLSelectElement).append(
    ...Object.entries(data.words.severity).map(([value, text]) => element('option', { value }, text)),
  )
  for (const id of ['finding-code', 'finding-severity', 'finding-sort']) on(byId(id, HTMLSelectElement), 'change', showFindings)
  on(byId('resource-sort', HTMLSelectElement), 'change', showResources)
}

/** A link to a technique's evidence, or its id alone where it has no entry. @param {string} id @param {number} at */
function techniqueLink(id, at) {
  const anchor = data.techniques[at]?.anchor
  return anchor === undefined ? element('span', {}, id) : element('a', { href: `#${anchor}` }, id)
}

/** @param {Row} row */
function resourceCells(row) {
  const [, label, , , , , line] = row.own
  const { id, file } = data.techniques[row.technique] ?? { id: '', file: null }
  const title = linkTo(ownUrl(row), label)
  title.title = label
  return [title, document.createTextNode(row.source), stateMark(row.state), techniqueLink(id, row.technique), place(file, line)]
}

/** @param {Finding} finding */
function findingCells([code, severity, id, file, line, message]) {
  const words = data.words.severity[severity] ?? severity
  return [
    element('span', { title: message }, message),
    element('span', { class: 'code' }, code),
    element('span', { class: `severity severity-${severity}` }, words),
    id === null ? document.createTextNode('–') : techniqueLink(id, techniqueById.get(id) ?? -1),
    place(file, line),
  ]
}

/** @template T @param {T[]} items @param {(item: T) => string} keyOf */
function sortedBy(items, keyOf) {
  const keyed = items.map((item, index) => ({ item, index, key: keyOf(item) }))
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.index - b.index))
  return keyed.map(({ item }) => item)
}

function showResources() {
  const by = byId('resource-sort', HTMLSelectElement).value
  const keys = /** @type {Record<string, (row: Row) => string>} */ ({
    state: ({ state }) => `${['dead', 'unreachable', 'blocked', 'moved', 'unchecked', 'refused', 'alive'].indexOf(state ?? '')}`,
    label: ({ own: [, label] }) => label.toLowerCase(),
    source: ({ source }) => source,
  })
  const key = keys[by]
  resourceList?.show(key === undefined ? shownRows : sortedBy(shownRows, key))
  byId('resource-count', HTMLElement).textContent = `${numberText(shownRows.length)} of ${times(rows.length, 'resource', 'resources')}`
}

function showFindings() {
  const code = byId('finding-code', HTMLSelectElement).value
  const severity = byId('finding-severity', HTMLSelectElement).value
  const by = byId('finding-sort', HTMLSelectElement).value
  const { words: _, ...chosen } = wish
  const narrowed = Object.values(chosen).some((each) => each !== '')
  const shown = data.findings.filter((finding) => {
    const [ownCode, ownSeverity, id, file, , message] = finding
    if (code !== '' && ownCode !== code) return false
    if (severity !== '' && ownSeverity !== severity) return false
    const at = techniqueById.get(id ?? '') ?? -1
    if (narrowed && found.fit[at] !== true) return false
    return wish.words.length === 0 || hasWords(`${ownCode} ${file ?? ''} ${message} ${techniqueTexts[at] ?? ''}`.toLowerCase())
  })
  const rank = Object.keys(data.words.severity)
  const keyed = by === 'severity' ? sortedBy(shown, ([, own]) => String(rank.indexOf(own))) : by === 'code' ? sortedBy(shown, ([own]) => own) : shown
  findingList?.show(keyed)
  byId('finding-count', HTMLElement).textContent = `${numberText(shown.length)} of ${times(data.findings.length, 'finding', 'findings')}`
}
