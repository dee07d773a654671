import { expect, it } from 'vitest'
import { resourceKey } from '../../pipeline/model/same-resource.js'

const rule = 'https://github.com/o/r/blob/main/rules/a.yml'
const measure = 'https://d3fend.mitre.org/technique/d3f:FileAnalysis'

it.each([
  [rule, 'http://github.com/o/r/blob/main/rules/a.yml'],
  [rule, 'https://www.GitHub.com/o/r/tree/main/rules/a.yml'],
  [rule, 'https://github.com:443/o/r/blob/main/rules/a.yml/'],
  [rule, 'https://github.com/o/r/blob/main/rules/%61.yml'],
  [measure, 'https://d3fend.mitre.org/techniques/d3f:FileAnalysis'],
  [measure, 'http://www.d3fend.mitre.org/techniques/d3f%3AFileAnalysis/'],
  ['https://x.example/a(b).yml', 'https://x.example/a%28b%29.yml'],
  ['https://x.example/?a=1&b=2', 'https://x.example?a=1&amp;b=2'],
  ['https://x.example/a_b', 'https://x.example/a\\_b'],
  ['https://x.example/é', 'https://x.example/%c3%a9'],
])('%s is %s in another form', (one, other) => {
  expect(resourceKey(other)).toBe(resourceKey(one))
})

it.each([
  [rule, 'https://github.com/o/r/blob/main/rules/b.yml'],
  [rule, 'https://github.com/o/r/blob/main/rules/A.yml'],
  [rule, 'https://gitlab.com/o/r/blob/main/rules/a.yml'],
  [rule, 'https://github.com:8443/o/r/blob/main/rules/a.yml'],
  [rule, `${rule}#L3`],
  ['https://x.example/tree/a', 'https://x.example/blob/a'],
  ['https://x.example/techniques/a', 'https://x.example/technique/a'],
  ['https://x.example/?a=1', 'https://x.example/?a=2'],
  ['https://x.example/a/b', 'https://x.example/a%2Fb'],
  ['no address', 'no address at all'],
])('%s is not %s', (one, other) => {
  expect(resourceKey(other)).not.toBe(resourceKey(one))
})

it('takes a long run of slashes in its stride', () => {
  const started = performance.now()
  resourceKey(`https://x.example/${'/'.repeat(200_000)}x`)
  expect(performance.now() - started).toBeLessThan(1000)
})
