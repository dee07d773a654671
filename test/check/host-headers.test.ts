import { describe, expect, it } from 'vitest'
import { inWords } from '../../pipeline/check/over-http/host-state.js'
import { answer, checked, scriptedHttp } from './stage.js'

describe('headers of a host', () => {
  it('are sent to it over https, also after a redirect, and to nobody else', async () => {
    const seen = new Map<string, string | undefined>()
    const world = scriptedHttp(({ url, headers }) => {
      seen.set(url, headers.authorization)
      return url === 'https://other.example/b'
        ? answer(301, { location: 'https://own.example/c' })
        : answer(200)
    })
    const hostHeaders = [{ host: 'own.example', name: 'authorization', value: 'Bearer secret' }]
    const urls = ['https://own.example/a', 'http://own.example/plain', 'https://other.example/b']
    const { links } = await checked(urls, world, { hostHeaders })
    expect(Object.fromEntries(seen)).toEqual({
      'https://own.example/a': 'Bearer secret',
      'https://own.example/c': 'Bearer secret',
      'http://own.example/plain': undefined,
      'https://other.example/b': undefined,
    })
    expect(JSON.stringify(links)).not.toContain('secret')
  })
})

describe('the state of hosts in words', () => {
  it('names those with most left, and who is left alone', () => {
    const host = (name: string, left: number, restMs = 0) => ({ host: name, left, restMs })
    const hosts = [host('b', 2), host('done', 0), host('a', 9, 7200), host('d', 1), host('c', 2)]
    expect(inWords(hosts)).toBe('a 9 (rests 8 s), b 2, c 2')
  })
})
