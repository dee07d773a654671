import { execFileSync, spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mappingText, pageText } from '../support/page.js'
import { command } from './command.js'

let folder: string
let keyFile: string
let publicFile: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'control-coverage-'))
  mkdirSync(join(folder, 'pages'))
  writeFileSync(join(folder, 'pages', 'T1071.001.md'), pageText({ detection: mappingText() }))
  ;[keyFile, publicFile] = keyPair('key')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function keyPair(name: string): [privateFile: string, publicFile: string] {
  const pem = { format: 'pem' } as const
  const pair = generateKeyPairSync('ed25519', {
    privateKeyEncoding: { ...pem, type: 'pkcs8' },
    publicKeyEncoding: { ...pem, type: 'spki' },
  })
  const files: [string, string] = [join(folder, `${name}.pem`), join(folder, `${name}.pub.pem`)]
  writeFileSync(files[0], pair.privateKey, { mode: 0o600 })
  writeFileSync(files[1], pair.publicKey)
  return files
}

const runSigned = (key = keyFile) =>
  command(
    ...['run', join(folder, 'pages'), '--out', join(folder, 'out'), '--offline', '--format', 'csv'],
    ...['--run-id', 'r1', '--sign', key],
  )
const verify = (...more: string[]) => command('verify', 'r1', '--out', join(folder, 'out'), ...more)
const inRun = (file: string) => join(folder, 'out', 'runs', 'r1', file)

describe('a signed run', () => {
  it('prints the public key, and is verified by it', async () => {
    const { stdout, stderr } = await runSigned()
    expect(stdout).toContain(readFileSync(publicFile, 'utf8').trim())
    expect(stderr).not.toContain('can be read by others')
    expect(await verify('--public-key', publicFile)).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('good signature'),
    })
  })

  it('says without a key that its signature is unchecked', async () => {
    await runSigned()
    expect(await verify()).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('not checked') })
  })

  it.skipIf(spawnSync('openssl', ['version']).status !== 0)('can be checked by openssl alone', async () => {
    await runSigned()
    const words = ['pkeyutl', '-verify', '-pubin', '-inkey', publicFile, '-rawin']
    const said = execFileSync('openssl', [
      ...words,
      '-in',
      inRun('run.json'),
      '-sigfile',
      inRun('run.json.sig'),
    ])
    expect(String(said)).toContain('Verified Successfully')
  })

  it.each([
    ['another key', () => undefined, () => keyPair('other')[1]],
    ['a signature that is gone', () => rmSync(inRun('run.json.sig')), () => publicFile],
    [
      'a signature of something else',
      () => writeFileSync(inRun('run.json.sig'), Buffer.alloc(64)),
      () => publicFile,
    ],
    ['a cut signature', () => writeFileSync(inRun('run.json.sig'), ''), () => publicFile],
    [
      'a folder in its place',
      () => {
        rmSync(inRun('run.json.sig'))
        mkdirSync(inRun('run.json.sig'))
      },
      () => publicFile,
    ],
  ])('fails with %s', async (_, tamper, key) => {
    await runSigned()
    tamper()
    expect((await verify('--public-key', key())).exitCode).toBe(1)
  })

  it('keeps the private key to itself', async () => {
    const { stdout, stderr } = await runSigned()
    const secret = readFileSync(keyFile, 'utf8').split('\n')[1] ?? ''
    expect(secret.length).toBeGreaterThan(40)
    expect(stdout + stderr).not.toContain(secret)
    for (const name of readdirSync(join(folder, 'out'), { recursive: true, encoding: 'utf8' })) {
      const path = join(folder, 'out', name)
      if (/\.(json|csv|db|txt|sig)$/.test(name))
        expect(readFileSync(path, 'latin1'), name).not.toContain(secret)
    }
    expect(readFileSync(inRun('run.json'), 'utf8')).not.toContain('key.pem')
  })
})

describe('a key that is none', () => {
  const rsa = () =>
    generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    })
  it.each([
    ['is not there', () => join(folder, 'none.pem'), 'could not be read'],
    ['is a public one', () => publicFile, 'no private key'],
    ['is of another kind', () => written(rsa().privateKey), 'rsa'],
    ['holds anything', () => written('secret words'), 'no private key'],
  ])('ends the run before any work where it %s', async (_, key, words) => {
    const { exitCode, stderr } = await runSigned(key())
    expect({ exitCode, said: stderr.includes(words) }).toEqual({ exitCode: 3, said: true })
    expect(stderr).not.toContain('secret words')
    expect(existsSync(join(folder, 'out', 'runs'))).toBe(false)
  })

  it('is told by verify, too', async () => {
    await runSigned()
    expect((await verify('--public-key', written(rsa().publicKey))).exitCode).toBe(3)
  })

  function written(text: string): string {
    writeFileSync(join(folder, 'odd.pem'), text)
    return join(folder, 'odd.pem')
  }
})
