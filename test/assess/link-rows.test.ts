import { expect, it } from 'vitest'
import { linkRows } from '../../pipeline/assess/rows.js'
import { linkOf, linksOf } from '../support/links.js'

const file = 'T1059.md'
const urlOf = (at: number) => `https://x.example/${100_000 + at}`

/** So many addresses, two a line, of which every second line has two of one length; it counts how often lines are looked at. */
function pageOf(count: number) {
  const looks = { count: 0 }
  const columns = Array.from({ length: count }, (_, at) => ({
    get line() {
      looks.count += 1
      return 3 + Math.floor(at / 2)
    },
    column: at % 2 === 0 ? 5 : 50,
    length: urlOf(at).length + (at % 4 === 1 ? 1 : 0),
  }))
  return { looks, page: { file, sha256: '', bytes: 0, columns, tactics: null, sections: [] } }
}

function linksTo(count: number) {
  const links = Array.from({ length: count }, (_, at) =>
    linkOf(urlOf(at), 'alive', { places: [{ file, line: 3 + Math.floor(at / 2), role: 'resource' }] }),
  )
  return { ...linksOf({}), links }
}

it('finds the column of the one address of that length on its line', () => {
  const { page } = pageOf(6)
  expect(linkRows(linksTo(6), [page]).map(({ firstColumn }) => firstColumn)).toEqual([5, 5, null, null, 5, 5])
})

it('does not look through a page for each of its links', () => {
  const count = 4_000
  const { page, looks } = pageOf(count)
  linkRows(linksTo(count), [page])
  expect(looks.count).toBeLessThan(count * 30)
})
