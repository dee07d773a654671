// A list of thousands of rows of which only those in sight are in the document. It is a table to assistive technology, with
// the number of all rows and the place of each (WAI-ARIA 1.2, aria-rowcount and aria-rowindex).

/**
 * @template Item
 * @typedef {object} LongList
 * @property {(items: Item[]) => void} show
 */

const rowsAhead = 8

/**
 * @template Item
 * @param {HTMLElement} home element that the list is put into
 * @param {string} name what assistive technology calls it
 * @param {string[]} headings
 * @param {(item: Item) => Node[]} cellsOf one for each heading
 * @returns {LongList<Item>}
 */
function longList(home, name, headings, cellsOf) {
  const sizer = element('div', { class: 'long-rows', role: 'rowgroup' })
  const heads = headings.map((heading) => element('span', { role: 'columnheader' }, heading))
  const head = element('div', { role: 'rowgroup', class: 'long-head' }, element('div', { role: 'row', class: 'long-row', 'aria-rowindex': '1' }, ...heads))
  const scroller = element('div', { class: 'long-scroll', role: 'table', tabindex: '0', 'aria-label': name }, head, sizer)
  home.append(scroller)
  home.hidden = false

  /** @type {Item[]} */
  let items = []
  /** @type {Map<number, HTMLElement>} */
  let inSight = new Map()
  const rowHeight = () => (matchMedia('(max-width: 760px)').matches ? 92 : 46)

  /** @param {number} index @param {Item} item */
  const makeRow = (index, item) => {
    const cells = cellsOf(item).map((each) => element('span', { role: 'cell' }, each))
    const row = element('div', { role: 'row', class: 'long-row', 'aria-rowindex': String(index + 2) }, ...cells)
    row.style.transform = `translateY(${index * rowHeight()}px)`
    return row
  }
  /** The row that a new one goes before: Tab and screen readers take rows in the document's order. @param {number} index */
  const rowBelow = (index) => {
    const below = [...inSight.keys()].filter((at) => at > index)
    return below.length === 0 ? null : (inSight.get(Math.min(...below)) ?? null)
  }
  const draw = () => {
    const height = rowHeight()
    const first = Math.max(0, Math.floor(scroller.scrollTop / height) - rowsAhead)
    const last = Math.min(items.length, Math.ceil((scroller.scrollTop + scroller.clientHeight) / height) + rowsAhead)
    for (const [index, row] of inSight) {
      if ((index >= first && index < last) || row.contains(document.activeElement)) continue
      row.remove()
      inSight.delete(index)
    }
    for (let index = first; index < last; index += 1) {
      const item = items[index]
      if (item === undefined || inSight.has(index)) continue
      const row = makeRow(index, item)
      sizer.insertBefore(row, rowBelow(index))
      inSight.set(index, row)
    }
  }
  const redraw = () => {
    sizer.replaceChildren()
    inSight = new Map()
    sizer.style.height = `${items.length * rowHeight()}px`
    draw()
  }
  on(scroller, 'scroll', draw)
  new ResizeObserver(redraw).observe(scroller)
  return {
    show(next) {
      items = next
      scroller.setAttribute('aria-rowcount', String(items.length + 1))
      scroller.scrollTop = 0
      redraw()
    },
  }
}
