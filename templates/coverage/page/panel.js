// The evidence of one technique. It opens by the address alone (#T1059.001): links need no script to lead there, and the
// browser's own "back" closes it.

/** The technique in the panel, by its place. */
let shownInPanel = -1

/** Opens, changes or closes the panel as the address says. */
function showAddressed() {
  const at = techniqueByAnchor.get(addressParts().anchor)
  if (at === undefined) return closePanel()
  if (at === shownInPanel && byId('panel', HTMLDialogElement).open) return
  shownInPanel = at
  const panel = byId('panel', HTMLDialogElement)
  panel.replaceChildren(...panelParts(at))
  panel.scrollTop = 0
  if (!panel.open) {
    if (matchMedia('(max-width: 900px)').matches) panel.showModal()
    else panel.show()
  }
  byId('panel-title', HTMLElement).focus()
  document.body.classList.add('with-panel')
}

function closePanel() {
  const panel = byId('panel', HTMLDialogElement)
  document.body.classList.remove('with-panel')
  if (panel.open) panel.close()
}

/** Closes the panel by the reader's wish: the address is cleared without a jump to the top. */
function dismissPanel() {
  writeAddress({ anchor: '' })
  closePanel()
}

/** @param {number} at @returns {Node[]} */
function panelParts(at) {
  const technique = data.techniques[at]
  if (technique === undefined) return []
  const close = element('button', { type: 'button', class: 'quiet close' }, 'Close')
  const title = element('h2', { id: 'panel-title', tabindex: '-1' }, element('span', { class: 'panel-id' }, technique.id), ` ${technique.name}`)
  return [
    element('div', { class: 'panel-head' }, title, element('div', { class: 'panel-tools' }, copyButton(), on(close, 'click', dismissPanel))),
    element('p', { class: 'soft' }, technique.tactics.map((tactic) => data.tactics[tactic]).join(', '), ' · ', linkTo(technique.url, 'ATT&CK'), ' · ', place(technique.file, technique.line)),
    ...(technique.attack === null ? [] : [element('p', { class: 'note' }, technique.attack)]),
    levelList(technique),
    ...kin(technique),
    ...gapList(technique),
    ...categories(at),
    ...findingsOf(technique),
  ]
}

/** @param {TechniqueData} technique */
function levelList({ levels, score, scores }) {
  const items = judged.map((category) => element('div', {}, element('dt', {}, data.words.category[category] ?? category), element('dd', {}, levelMark(levels[category]))))
  const own = [...(score === null ? [] : [['Score in scope', String(score)]]), ...scores]
  const more = own.map(([heading = '', word = '']) => element('div', {}, element('dt', {}, heading), element('dd', {}, word)))
  return element('dl', { class: 'panel-levels' }, ...items, ...more)
}

/** The technique above, or the sub-techniques below. @param {TechniqueData} technique */
function kin({ id, parentId }) {
  const above = parentId === null ? undefined : techniqueById.get(parentId)
  const below = data.techniques.flatMap((each, at) => (each.parentId === id ? [at] : []))
  const shown = above === undefined ? below : [above]
  if (shown.length === 0) return []
  const items = shown.map((at) => {
    const each = data.techniques[at]
    const marks = judged.map((category) => element('i', { class: `m ${each?.levels[category] ?? 'none'}` }))
    const words = judged.map((category) => `${category} ${each?.levels[category]}`).join(', ')
    return element('li', {}, element('span', { class: 'trio' }, ...marks), techniqueLink(each?.id ?? '', at), ` ${each?.name ?? ''}`, element('span', { class: 'hidden' }, `: ${words}`))
  })
  return [element('h3', {}, above === undefined ? 'Sub-techniques' : 'Technique'), element('ul', { class: 'kin' }, ...items)]
}

/** @param {TechniqueData} technique */
function gapList({ id }) {
  const own = gapsOf.get(id) ?? []
  if (own.length === 0) return []
  const items = own.map(([, kind, category, why, decision]) => {
    const words = `${category !== null && category !== kind ? `${data.words.category[category]}: ` : ''}${data.words.gapKind[kind] ?? kind}`
    return element('li', {}, element('b', {}, words), ` – ${why}`, decision === '' ? null : element('span', { class: 'decision' }, decision))
  })
  return [element('h3', {}, 'Gaps'), element('ul', { class: 'plain' }, ...items)]
}

/** The evidence by category and source. @param {number} at */
function categories(at) {
  const byCategory = ['policy', 'detection', 'test', 'other'].flatMap((category) => {
    const own = (mappingsOf[at] ?? []).filter((mapping) => data.sources[data.mappings[mapping]?.[1] ?? -1]?.category === category)
    if (own.length === 0) return []
    return [element('h3', {}, data.words.category[category] ?? category), ...own.map((mapping) => block(at, mapping))]
  })
  return byCategory.length > 0 ? byCategory : [element('p', { class: 'soft' }, 'The pages list nothing for this technique: that differs from assessed and found wanting.')]
}

/** One source's block, row by row. @param {number} at @param {number} mapping */
function block(at, mapping) {
  const [, sourceAt, lastAccessed, ageDays, declared, listed, line] = /** @type {MappingData} */ (data.mappings[mapping])
  const own = (rowsOf[at] ?? []).filter(({ own: [of] }) => of === mapping)
  const age = ageDays === null ? '' : ` (${times(ageDays, 'day', 'days')} old${ageDays > data.staleAfterDays ? ', stale' : ''})`
  const facts = [
    lastAccessed === null ? 'not dated' : `last accessed ${dateText(lastAccessed)}${age}`,
    `${declared === null ? 'declares no count' : `declares ${numberText(declared)}`}, lists ${numberText(listed)}`,
  ]
  return element(
    'section',
    { class: 'block' },
    element('h4', {}, data.sources[sourceAt]?.name ?? ''),
    element('p', { class: 'soft' }, facts.join(' · '), ' · ', place(data.techniques[at]?.file ?? null, line)),
    element('ul', { class: 'evidence-rows' }, ...own.map((row) => evidenceRow(at, row))),
  )
}

/** @param {number} at @param {Row} row */
function evidenceRow(at, row) {
  const [, label, link, isOwn, tests, repeat, line] = row.own
  const [url = null, , target = null, since = null, reason = null, method = null] = data.links[link] ?? []
  const notes = [
    ...(isOwn === 0 && url !== null ? ['known by the link of its block'] : []),
    ...(tests === null ? [] : [times(tests, 'unit test', 'unit tests')]),
    ...(repeat === 1 ? ['listed before'] : []),
    ...(since === null ? [] : [`${row.state === 'dead' ? 'dead since' : 'last seen alive'} ${dateText(since)}`]),
    ...(reason === null ? [] : [reason]),
    ...(method === null ? [] : [data.words.linkMethod[method] ?? method]),
  ]
  return element(
    'li',
    {},
    stateMark(row.state),
    element('span', { class: 'evidence-label' }, linkTo(ownUrl(row), label)),
    place(data.techniques[at]?.file ?? null, line),
    target === null ? null : element('span', { class: 'under' }, 'now at ', linkTo(target, target)),
    notes.length === 0 ? null : element('span', { class: 'under' }, notes.join(' · ')),
  )
}

/** @param {TechniqueData} technique */
function findingsOf({ id }) {
  const own = data.findings.filter(([, , technique]) => technique === id)
  if (own.length === 0) return []
  const items = own.map(([code, severity, , file, line, message]) =>
    element('li', {}, element('span', { class: `severity severity-${severity}` }, data.words.severity[severity] ?? severity), ` ${message} `, element('span', { class: 'code soft' }, code), ' ', place(file, line)),
  )
  return [element('h3', {}, 'Findings'), element('ul', { class: 'plain' }, ...items)]
}
