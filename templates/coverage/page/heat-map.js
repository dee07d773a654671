// The heat map as a grid (ARIA Authoring Practices, "Grid"): one stop for Tab, arrow keys within. Columns are tactics;
// sub-techniques, where they are shown, stand below their technique in the same column.

/** @returns {HTMLAnchorElement[][]} visible cells by column */
function heatColumns() {
  /** @type {HTMLAnchorElement[][]} */
  const columns = []
  for (const row of byId('heat', HTMLTableElement).tBodies[0]?.rows ?? []) {
    for (const cell of row.cells) {
      const column = (columns[cell.cellIndex] ??= [])
      for (const link of cell.querySelectorAll('a')) if (link.offsetParent !== null) column.push(link)
    }
  }
  return columns
}

/** @param {HTMLAnchorElement} link */
function makeCurrent(link) {
  for (const other of document.querySelectorAll('#heat a[tabindex="0"]')) other.setAttribute('tabindex', '-1')
  link.setAttribute('tabindex', '0')
}

/**
 * The cell that a key leads to, or null where it leads nowhere.
 * @param {string} key
 * @param {boolean} far with Control: to the very first or last
 * @param {HTMLAnchorElement} from
 */
function nextCell(key, far, from) {
  const columns = heatColumns()
  const at = columns.findIndex((column) => column.includes(from))
  const column = columns[at] ?? []
  const row = column.indexOf(from)
  const beside = (/** @type {number} */ step) => {
    for (let next = at + step; next >= 0 && next < columns.length; next += step) {
      const cells = columns[next] ?? []
      if (cells.length > 0) return cells[Math.min(row, cells.length - 1)] ?? null
    }
    return null
  }
  const sideways = columns.map((each) => each[Math.min(row, each.length - 1)]).filter((each) => each !== undefined)
  if (key === 'ArrowDown') return column[row + 1] ?? null
  if (key === 'ArrowUp') return column[row - 1] ?? null
  if (key === 'ArrowRight') return beside(1)
  if (key === 'ArrowLeft') return beside(-1)
  if (key === 'Home') return (far ? columns.flat()[0] : sideways[0]) ?? null
  if (key === 'End') return (far ? columns.flat().at(-1) : sideways.at(-1)) ?? null
  if (key === 'PageDown') return column[Math.min(row + 10, column.length - 1)] ?? null
  return key === 'PageUp' ? (column[Math.max(row - 10, 0)] ?? null) : null
}

/** Makes a grid of the table. */
function startHeatMap() {
  const table = byId('heat', HTMLTableElement)
  table.setAttribute('role', 'grid')
  for (const cell of table.querySelectorAll('td')) cell.setAttribute('role', 'gridcell')
  const links = table.querySelectorAll('a')
  for (const link of links) link.setAttribute('tabindex', '-1')
  links[0]?.setAttribute('tabindex', '0')
  on(table, 'focusin', ({ target }) => target instanceof HTMLAnchorElement && makeCurrent(target))
  on(table, 'keydown', (event) => {
    if (!(event instanceof KeyboardEvent) || !(event.target instanceof HTMLAnchorElement)) return
    if (event.altKey || event.metaKey) return
    const next = nextCell(event.key, event.ctrlKey, event.target)
    if (next === null) return
    event.preventDefault()
    makeCurrent(next)
    next.focus()
    next.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  })
  on(byId('with-subs', HTMLInputElement), 'change', keepCurrentVisible)
}

/** Where the cell that Tab leads to has gone out of sight, its technique takes its place, or the first that is seen. */
function keepCurrentVisible() {
  const current = document.querySelector('#heat a[tabindex="0"]')
  if (!(current instanceof HTMLAnchorElement) || current.offsetParent !== null) return
  const above = current.closest('td')?.querySelector('a')
  const next = above?.offsetParent ? above : heatColumns().flat()[0]
  if (next) makeCurrent(next)
}

/** Lets what does not match step back; it stays where it is, so that the map keeps its shape. */
function showHeatMap() {
  const wishing = isWishing()
  byId('heat', HTMLTableElement).classList.toggle('narrowed', wishing)
  for (const link of document.querySelectorAll('#heat a')) {
    if (!(link instanceof HTMLElement)) continue
    const isOff = wishing && found.shown[Number(link.dataset.at)] !== true
    link.classList.toggle('off', isOff)
  }
  // On a narrow screen there is no grid whose shape would have to stay: what does not match is left out.
  if (matchMedia('(max-width: 760px)').matches) keepCurrentVisible()
}
