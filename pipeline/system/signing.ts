import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { exitCodes, Failure } from '../model/failure.js'
import type { Signer } from '../model/ports.js'

/** A signer, and what the user should know of its key file. */
export interface OpenSigner extends Signer {
  warnings: string[]
}

/**
 * The Ed25519 key (RFC 8032) of a PEM file as `openssl genpkey -algorithm ed25519` writes it (PKCS #8).
 *
 * Nothing of the key is in any message. @throws {Failure} (exit 3) where the file holds no such key
 */
export async function openSigner(path: string): Promise<OpenSigner> {
  const refuse = (why: string) =>
    keyFailure(
      `The signing key ${basename(path)} ${why}.`,
      'Make one with `openssl genpkey -algorithm ed25519 -out KEYFILE`.',
    )
  const pem = await readFile(path, 'utf8').catch(() => {
    throw refuse('could not be read')
  })
  if (pem.includes('ENCRYPTED')) throw refuse('is encrypted: nobody is there at night to type its passphrase')
  const key = keyOf(() => createPrivateKey(pem))
  if (key === null) throw refuse('holds no private key in PEM form')
  if (key.asymmetricKeyType !== 'ed25519') throw refuse(`is of type ${key.asymmetricKeyType}, not ed25519`)
  return {
    publicKey: createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString(),
    sign: (bytes) => new Uint8Array(sign(null, bytes, key)),
    warnings: (await isOpenToOthers(path))
      ? [`The signing key ${basename(path)} can be read by others: \`chmod 600\` keeps it yours.`]
      : [],
  }
}

/** Whether bytes bear a signature of the owner of a public key. */
export type SignatureCheck = (bytes: Uint8Array, signature: Uint8Array) => boolean

/** The check by the public key of a PEM file (SPKI). @throws {Failure} (exit 3) where the file holds no Ed25519 key */
export async function openPublicKey(path: string): Promise<SignatureCheck> {
  const refuse = (why: string) =>
    keyFailure(
      `The public key ${basename(path)} ${why}.`,
      'Name the file of the key that `run --sign` printed; `openssl pkey -in KEYFILE -pubout` prints it again.',
    )
  const pem = await readFile(path, 'utf8').catch(() => {
    throw refuse('could not be read')
  })
  const key = keyOf(() => createPublicKey(pem))
  if (key === null) throw refuse('holds no key in PEM form')
  if (key.asymmetricKeyType !== 'ed25519') throw refuse(`is of type ${key.asymmetricKeyType}, not ed25519`)
  return (bytes, signature) => verify(null, bytes, key, signature)
}

function keyOf(read: () => KeyObject): KeyObject | null {
  try {
    return read()
  } catch {
    return null
  }
}

/** The cause is left out: OpenSSL's words are of no use, and a key must not find its way into a log. */
function keyFailure(sentence: string, remedy: string): Failure {
  return new Failure(sentence, remedy, { exitCode: exitCodes.usage })
}

async function isOpenToOthers(path: string): Promise<boolean> {
  if (process.platform === 'win32') return false
  return ((await stat(path)).mode & 0o077) !== 0
}
