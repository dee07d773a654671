import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isAllowed, isPrivateAddress, judgeUrl, requestAddress } from '../../pipeline/model/address.js'

describe('addresses', () => {
  it.each([
    '0.0.0.0',
    '10.0.0.1',
    '100.64.0.1',
    '100.127.255.255',
    '100.100.100.200',
    '127.0.0.1',
    '127.255.255.255',
    '169.254.169.254',
    '168.63.129.16',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.200',
    '192.0.2.1',
    '192.168.0.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:8.8.8.8',
    '::ffff:127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b::808:808',
    '64:ff9b:1::1',
    '100::1',
    '100:0:0:1::1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '2002:808:808::',
    '3fff::1',
    '5f00::1',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    'nonsense',
  ])('%s is private', (address) => {
    expect(isPrivateAddress(address)).toBe(true)
  })

  it.each([
    '1.1.1.1',
    '8.8.8.8',
    '100.63.255.255',
    '100.128.0.1',
    '140.82.121.4',
    '172.15.255.255',
    '172.32.0.1',
    '168.63.129.17',
    '2606:4700:4700::1111',
    '2a00:1450:4001:82a::200e',
  ])('%s is public', (address) => {
    expect(isPrivateAddress(address)).toBe(false)
  })
})

describe('URLs', () => {
  it.each([
    'http:127.0.0.1/',
    'http:\\\\127.0.0.1\\',
    'http://127.0.0.1./',
    'http://1\t27.0.0.1/',
    'http://a@127.0.0.1/',
    'http://127.1.1.1:80\\@8.8.8.8/',
    'http://LOCALHOST/',
    'http://metadata/',
    'https://printer.local/',
    'https://db.internal./',
    'http://017700000001/',
    'http://[0:0:0:0:0:ffff:127.0.0.1]/',
  ])('%j leads into a private network', (url) => {
    expect(judgeUrl(url, [])).toEqual({ asked: false, reason: 'private-address' })
  })

  it('are read as they are dialled', () => {
    const judged = judgeUrl('http://a@127.0.0.1:80@8.8.8.8/', [])
    expect(judged.asked && judged.url.href).toBe('http://8.8.8.8/')
  })

  it('never throw, and none that passes has a literal private host or credentials', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl(),
          fc.ipV4().map((ip) => `http://${ip}/`),
        ),
        (text) => {
          const judged = judgeUrl(text, [])
          if (!judged.asked) return
          expect(judged.url.protocol).toMatch(/^https?:$/)
          expect([judged.url.username, judged.url.password]).toEqual(['', ''])
          expect(judged.url.hostname).not.toMatch(/^(127|10|0)\.\d+\.\d+\.\d+$/)
        },
      ),
    )
  })

  it('have one address for all spellings', () => {
    const spellings = [
      'https://a.example/x#1',
      'HTTPS://A.example:443/x',
      'https://a.example./x',
      'https://u:p@a.example/x',
    ]
    expect(new Set(spellings.map((each) => requestAddress(new URL(each))))).toEqual(
      new Set(['https://a.example/x']),
    )
  })
})

describe('the allow-list', () => {
  it.each([
    ['127.0.0.1', 'http://127.0.0.1:8080/', true],
    ['127.0.0.1:8080', 'http://127.0.0.1:8080/', true],
    ['127.0.0.1:8080', 'http://127.0.0.1/', false],
    ['127.0.0.1:80', 'http://127.0.0.1/', true],
    ['127.0.0.1:443', 'https://127.0.0.1/', true],
    ['LocalHost', 'http://localhost./', true],
    ['::1', 'http://[::1]:8080/', true],
    ['[::1]:8080', 'http://[::1]:8080/', true],
    ['[::1]:8081', 'http://[::1]:8080/', false],
    ['intranet.example', 'http://a.intranet.example/', false],
    ['', 'http://127.0.0.1/', false],
  ])('entry %j for %s: %j', (entry, url, expected) => {
    expect(isAllowed(new URL(url), [entry])).toBe(expected)
  })
})

describe('an address that markdown escapes', () => {
  it.each([
    ['https://x.example/a&amp;b?c=1&amp;d=2', 'https://x.example/a&b?c=1&d=2'],
    ['https://x.example/s\\*t\\_u.txt', 'https://x.example/s*t_u.txt'],
    ['https://x.example/a\\b', 'https://x.example/a/b'],
  ])('%s is asked as %s', (text, asked) => {
    const judged = judgeUrl(text, [])
    expect(judged.asked && judged.url.href).toBe(asked)
  })
})
