// Begins when the page has been shown: all of it can be read before, and without.

/** Shows everything as it is wanted now. */
function refresh() {
  applyWish()
  showHeatMap()
  showTechniques()
  showGaps()
  showResources()
  showFindings()
  tellMatches()
}

/** Waits until nobody has typed for a moment. @param {() => void} work */
function whenStill(work) {
  let timer = 0
  return () => {
    clearTimeout(timer)
    timer = window.setTimeout(work, 120)
  }
}

function startSearch() {
  const query = byId('query', HTMLInputElement)
  const search = () => {
    // One word after the other is one step for "back", not one for each letter.
    const isStep = wish.words.length === 0
    takeWish()
    refresh()
    writeAddress({ isStep })
  }
  on(query, 'input', whenStill(search))
  on(query, 'keydown', (event) => {
    if (!(event instanceof KeyboardEvent)) return
    if (event.key === 'Escape') {
      query.value = ''
      search()
      query.blur()
    }
    if (event.key !== 'Enter') return
    search()
    const exact = techniqueById.get(query.value.trim().toUpperCase())
    const anchor = exact === undefined ? 'all-techniques' : data.techniques[exact]?.anchor
    location.hash = `#${anchor}`
  })
}

function startKeys() {
  document.addEventListener('keydown', (event) => {
    const isTyping = event.target instanceof HTMLElement && event.target.matches('input[type="search"], select, textarea')
    if (event.key === 'Escape' && byId('panel', HTMLDialogElement).open && !isTyping) {
      event.preventDefault()
      dismissPanel()
    }
    if (event.key !== '/' || isTyping || event.ctrlKey || event.altKey || event.metaKey) return
    event.preventDefault()
    byId('query', HTMLInputElement).focus()
  })
}

const themes = ['auto', 'light', 'dark']

function startButtons() {
  const filters = byId('filters', HTMLElement)
  const button = byId('filters-button', HTMLButtonElement)
  on(button, 'click', () => {
    filters.hidden = !filters.hidden
    button.setAttribute('aria-expanded', String(!filters.hidden))
  })
  on(byId('filters-clear', HTMLButtonElement), 'click', clearWish)
  on(byId('theme-button', HTMLButtonElement), 'click', () => {
    const next = themes[(themes.indexOf(document.documentElement.dataset.theme ?? 'auto') + 1) % themes.length] ?? 'auto'
    document.documentElement.dataset.theme = next
    byId('theme', HTMLElement).textContent = next
  })
}

/** Marks the section in sight among the contents. */
function startContents() {
  const seen = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue
        for (const item of document.querySelectorAll('.rail li')) {
          const link = item.querySelector('a')
          if (item instanceof HTMLElement && item.dataset.section === target.id) link?.setAttribute('aria-current', 'true')
          else link?.removeAttribute('aria-current')
        }
      }
    },
    { rootMargin: '-20% 0px -75% 0px' },
  )
  for (const section of document.querySelectorAll('main > section[id]')) seen.observe(section)
}

/** The toolbar covers what an anchor leads to; how much of it depends on its filters. */
function measureToolbar() {
  const toolbar = document.querySelector('.toolbar')
  if (!(toolbar instanceof HTMLElement)) return
  const measure = () => document.documentElement.style.setProperty('--toolbar', `${toolbar.offsetHeight}px`)
  measure()
  new ResizeObserver(measure).observe(toolbar)
}

function start() {
  readData()
  document.documentElement.classList.add('js')
  for (const each of document.querySelectorAll('.tools, .with-script')) each.removeAttribute('hidden')
  measureToolbar()
  fillFilters()
  startHeatMap()
  startTechniqueTable()
  startLists()
  startSearch()
  startKeys()
  startButtons()
  startContents()
  startAddress()
  takeWish()
  refresh()
  on(byId('panel', HTMLDialogElement), 'cancel', (event) => {
    event.preventDefault()
    dismissPanel()
  })
  showAddressed()
  bringIntoSight()
}

/** What an address has led to when the page was loaded may have moved since, or stand behind the panel. */
function bringIntoSight() {
  const { anchor } = addressParts()
  const isTechnique = techniqueByAnchor.has(anchor)
  document.getElementById(isTechnique ? `row-${anchor}` : anchor)?.scrollIntoView({ block: isTechnique ? 'center' : 'start', behavior: 'instant' })
}

requestAnimationFrame(() => setTimeout(start))
