import { describe, expect, it } from 'vitest'
import { failureReason } from '../../../pipeline/system/http/failure-reason.js'

const withCode = (code: string) => Object.assign(new Error('x'), { code })

describe('why a request failed', () => {
  it.each([
    ['ENOTFOUND', 'name-not-found'],
    ['EAI_AGAIN', 'name-unresolved'],
    ['ECONNREFUSED', 'connection-refused'],
    ['ECONNRESET', 'reset'],
    ['UND_ERR_SOCKET', 'reset'],
    ['ENETUNREACH', 'network-unreachable'],
    ['ETIMEDOUT', 'timeout'],
    ['UND_ERR_CONNECT_TIMEOUT', 'timeout'],
    ['CERT_HAS_EXPIRED', 'tls'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'tls'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'tls'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls'],
    ['EPROTO', 'tls'],
    ['HPE_INVALID_CONSTANT', 'protocol'],
    ['UND_ERR_HEADERS_OVERFLOW', 'protocol'],
    ['PRIVATE_ADDRESS', 'private-address'],
    ['SOMETHING_NEW', 'protocol'],
  ])('%s is %s', (code, reason) => {
    expect(failureReason(withCode(code), false)).toBe(reason)
  })

  it.each([
    ['ENOTFOUND', 'proxy'],
    ['ECONNREFUSED', 'proxy'],
    ['UND_ERR_CONNECT_TIMEOUT', 'proxy'],
    ['PROXY', 'proxy'],
    ['ECONNRESET', 'reset'],
    ['CERT_HAS_EXPIRED', 'tls'],
    ['UND_ERR_HEADERS_TIMEOUT', 'timeout'],
  ])('through a proxy %s is %s', (code, reason) => {
    expect(failureReason(withCode(code), true)).toBe(reason)
  })

  it('is found in what several addresses said, and behind a cause', () => {
    expect(
      failureReason(new AggregateError([withCode('ENETUNREACH'), withCode('ECONNREFUSED')]), false),
    ).toBe('network-unreachable')
    expect(failureReason(new Error('x', { cause: withCode('ECONNRESET') }), false)).toBe('reset')
    expect(failureReason('no error at all', false)).toBe('protocol')
  })
})
