import { expect, it } from 'vitest'
import type { Saying } from './saying.js'
import { judge } from './verdicts.js'

const endings = new Map([
  ['https://a.example/lives', { status: 200, leadsElsewhere: false }],
  ['https://a.example/redirects', { status: 200, leadsElsewhere: true }],
  ['https://a.example/gone', { status: 404, leadsElsewhere: true }],
])
const nothing = { all: 0, livesCalledLost: 0, lostCalledAlive: 0, movedInVain: 0, untold: 0 }

const movedTo = (path: string): Saying => ({ kind: 'moved', target: `https://a.example/${path}` })

it.each<[path: string, said: Saying | undefined, wrong: Partial<typeof nothing>]>([
  ['lives', { kind: 'alive' }, {}],
  ['redirects', { kind: 'alive' }, {}],
  ['gone', { kind: 'lost' }, {}],
  ['gone', movedTo('lives'), {}],
  ['redirects', movedTo('lives'), {}],
  ['gone', { kind: 'alive' }, { all: 1, lostCalledAlive: 1 }],
  ['lives', { kind: 'lost' }, { all: 1, livesCalledLost: 1 }],
  ['lives', movedTo('redirects'), { all: 1, movedInVain: 1 }],
  ['gone', movedTo('gone'), { all: 1, movedInVain: 1 }],
  ['lives', { kind: 'nothing' }, { all: 1, untold: 1 }],
  ['lives', undefined, { all: 1, untold: 1 }],
])('judges what is said of a link that %s: %o', (path, said, wrong) => {
  const url = `https://a.example/${path}`
  const sayings = new Map(said === undefined ? [] : [[url, said]])
  expect(judge([url], sayings, endings)).toEqual({ ...nothing, ...wrong })
})
