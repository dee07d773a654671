import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { withoutSecrets } from '../../pipeline/model/secrets.js'

describe('credentials in a URL', () => {
  it.each([
    ['https://user:canary@site.example/', 'https://***@site.example/'],
    ['https://canary@site.example/', 'https://***@site.example/'],
    ['https://a:canary@b:canary@site.example/', 'https://***@site.example/'],
    ['https://site.example/?token=canary&a=1', 'https://site.example/?token=***&a=1'],
    ['https://site.example/?a=1&X-Amz-Signature=canary#x', 'https://site.example/?a=1&X-Amz-Signature=***#x'],
    ['https://site.example/#access_token=canary', 'https://site.example/#access_token=***'],
    [
      'failed: https://u:canary@site.example/ and ?api_key=canary',
      'failed: https://***@site.example/ and ?api_key=***',
    ],
    [
      'posted to https://hooks.slack.com/services/T0/B0/canary?x=1',
      'posted to https://hooks.slack.com/services/***?x=1',
    ],
    ['https://api.telegram.org/botcanary/sendMessage', 'https://api.telegram.org/bot***'],
  ])('are masked in %s', (text, masked) => {
    expect(withoutSecrets(text)).toBe(masked)
  })

  it.each([
    'https://site.example/@user/page',
    'https://site.example/?monkey=1&tokens=2',
    'https://github.com/o/r/blob/main/a@b.yml',
    'me@site.example',
    'https://slack.com/services/guide',
    'https://discord.com/api/docs',
  ])('are not seen where there are none: %s', (text) => {
    expect(withoutSecrets(text)).toBe(text)
  })

  it('are masked once and for all', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl({ withQueryParameters: true })), (text) => {
        expect(withoutSecrets(withoutSecrets(text))).toBe(withoutSecrets(text))
      }),
    )
  })
})
