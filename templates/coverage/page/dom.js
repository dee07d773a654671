// Elements are made by hand and every text is set as text: what comes from pages is never read as HTML.

/**
 * An element of that id, which the page's own HTML has.
 * @template {HTMLElement} E
 * @param {string} id
 * @param {new () => E} kind
 * @returns {E}
 */
function byId(id, kind) {
  const found = document.getElementById(id)
  if (!(found instanceof kind)) throw new Error(`the page has no ${id}`)
  return found
}

/**
 * A new element with attributes and children; null children are left out.
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, string>} attributes
 * @param {...(Node | string | null)} children
 * @returns {HTMLElementTagNameMap[Name]}
 */
function element(name, attributes, ...children) {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  made.append(...children.filter((each) => each !== null))
  return made
}

/**
 * The address where it may be followed, else null: http, https or mailto, without credentials.
 * @param {string} url
 * @returns {string | null}
 */
function safeUrl(url) {
  try {
    const { protocol, username, password, href } = new URL(url)
    return /^(https?|mailto):$/.test(protocol) && username === '' && password === '' ? href : null
  } catch {
    return null
  }
}

/**
 * A link where the address may be followed, else the text alone.
 * @param {string | null} url
 * @param {string} text
 */
function linkTo(url, text) {
  const address = url === null ? null : safeUrl(url)
  return address === null ? element('span', {}, text) : element('a', { href: address }, text)
}

/**
 * File and line, linked to where the corpus can be read.
 * @param {string | null} file
 * @param {number | null} line
 */
function place(file, line) {
  if (file === null) return element('span', { class: 'place' }, 'no page')
  const text = line === null ? file : `${file}:${line}`
  const path = file.split('/').map(encodeURIComponent).join('/')
  const url = data.files === null ? null : `${data.files.before}${path}${data.files.line}${line ?? 1}`
  return element('span', { class: 'place' }, linkTo(url, text))
}

/** @param {string} level */
function levelMark(level) {
  return element('span', { class: 'level' }, element('i', { class: `m ${level}` }), ` ${data.words.level[level] ?? level}`)
}

/**
 * The state of a link as shape and word; no link stands behind some rows.
 * @param {string | null} state
 */
function stateMark(state) {
  const word = state === null ? 'no link' : (data.words.linkState[state] ?? state)
  return element('span', { class: `state state-${state ?? 'none'}` }, element('i', { class: `s ${state ?? 'none'}` }), ` ${word}`)
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** @param {string} iso */
function dateText(iso) {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso) ?? []
  return year === undefined ? iso : `${Number(day)} ${months[Number(month) - 1]} ${year}`
}

/** @param {number} count */
function numberText(count) {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}

/**
 * @param {number} count
 * @param {string} one
 * @param {string} many
 */
function times(count, one, many) {
  return `${numberText(count)} ${count === 1 ? one : many}`
}

/**
 * The element itself with what a listener is to do put on it.
 * @template {HTMLElement} E
 * @param {E} target
 * @param {string} event
 * @param {(event: Event) => void} work
 */
function on(target, event, work) {
  target.addEventListener(event, work)
  return target
}
