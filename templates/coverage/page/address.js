// The address holds what is chosen, so that it can be sent on: #T1059.001?tactic=Impact&q=power. What stands before the
// question mark leads to a technique or a section as ever; links in the page name that alone, and what is chosen stays.

/** Controls by their name in the address; each is left out while it stands at its first choice. */
const controlIds = {
  q: 'query',
  tactic: 'filter-tactic',
  category: 'filter-category',
  level: 'filter-level',
  source: 'filter-source',
  state: 'filter-state',
  gap: 'filter-gap',
  resources: 'resource-sort',
  finding: 'finding-code',
  severity: 'finding-severity',
  findings: 'finding-sort',
}
/** @type {[name: string, control: HTMLInputElement | HTMLSelectElement][]} */
let controls = []

/** Marks entries of the history that hold what was chosen; a link's own entry does not. */
const written = 'written'

/** @returns {{ anchor: string, chosen: URLSearchParams | null }} what the address says; anybody may have typed it */
function addressParts() {
  const [anchor = '', ...rest] = location.hash.slice(1).split('?')
  return { anchor: decoded(anchor), chosen: rest.length === 0 ? null : new URLSearchParams(rest.join('?')) }
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}

/** What is chosen now. */
function chosenNow() {
  const chosen = new URLSearchParams()
  for (const [name, control] of controls) {
    const first = control instanceof HTMLSelectElement ? control.options[0]?.value : ''
    const value = control.value.trim()
    if (value !== first) chosen.set(name, value)
  }
  if (sorting.by !== 'id' || sorting.down) chosen.set('sort', `${sorting.down ? '-' : ''}${sorting.by}`)
  const colour = document.querySelector('input[name="colour"]:checked')?.id.slice('by-'.length) ?? 'all'
  if (colour !== 'all') chosen.set('colour', colour)
  if (byId('with-subs', HTMLInputElement).checked) chosen.set('subs', 'shown')
  return chosen
}

/** Chooses what the address says; what it says of nothing that is here is passed over. @param {URLSearchParams} chosen */
function choose(chosen) {
  for (const [name, control] of controls) {
    const value = chosen.get(name)?.slice(0, 200) ?? ''
    if (control instanceof HTMLInputElement) control.value = value
    else control.selectedIndex = Math.max(0, [...control.options].findIndex((option) => option.value === value))
  }
  const [, minus, by = ''] = /^(-?)(\w+)$/.exec(chosen.get('sort') ?? '') ?? []
  sortTechniques(isSortable(by) ? by : 'id', isSortable(by) && minus === '-')
  const colour = document.getElementById(`by-${chosen.get('colour')}`) ?? byId('by-all', HTMLInputElement)
  if (colour instanceof HTMLInputElement) colour.checked = true
  byId('with-subs', HTMLInputElement).checked = chosen.get('subs') === 'shown'
}

/**
 * Writes what is chosen into the address.
 * @param {{ anchor?: string, isStep?: boolean }} [how] the anchor, where it is another; whether "back" leads to before
 */
function writeAddress({ anchor = addressParts().anchor, isStep = true } = {}) {
  const chosen = chosenNow().toString()
  const hash = `#${encodeURI(anchor)}${chosen === '' ? '' : `?${chosen}`}`
  if (hash === (location.hash || '#')) return
  if (isStep) history.pushState(written, '', hash)
  else history.replaceState(written, '', hash)
}

/** Takes up what the address says now: a link that was followed says nothing of what is chosen. */
function followAddress() {
  const { chosen } = addressParts()
  const isNew = history.state !== written
  if (isNew && chosen === null) writeAddress({ isStep: false })
  else if ((chosen ?? '').toString() !== chosenNow().toString()) {
    choose(chosen ?? new URLSearchParams())
    takeWish()
    refresh()
  }
  markEntry()
  showAddressed()
  if (isNew && chosen !== null) bringIntoSight()
}

function markEntry() {
  history.replaceState(written, '')
}

/** Reads the address for the first time, and writes it from now on. */
function startAddress() {
  controls = Object.entries(controlIds).map(([name, id]) => {
    const control = document.getElementById(id)
    return [name, control instanceof HTMLSelectElement ? control : byId(id, HTMLInputElement)]
  })
  choose(addressParts().chosen ?? new URLSearchParams())
  markEntry()
  for (const [, control] of controls) if (control instanceof HTMLSelectElement) on(control, 'change', () => writeAddress())
  for (const input of document.querySelectorAll('.heat-tools input')) input.addEventListener('change', () => writeAddress())
  window.addEventListener('hashchange', followAddress)
}

/** A button that puts the address of what is seen on the clipboard. */
function copyButton() {
  const button = element('button', { type: 'button', class: 'quiet' }, 'Copy link')
  return on(button, 'click', async () => {
    try {
      await navigator.clipboard.writeText(location.href)
      button.textContent = 'Copied'
    } catch {
      button.textContent = 'See the address bar'
    }
  })
}
