import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'

/**
 * The setting by which git trusts the certificates of `NODE_EXTRA_CA_CERTS` beside those that it trusts already.
 *
 * Node adds that file to its own list and git would take it instead of one, so git gets both in one file, written
 * into the given folder: the well-known ones, or those that are set for git itself (`GIT_SSL_CAINFO`).
 */
export async function certificates(folder: string): Promise<Record<string, string>> {
  const { NODE_EXTRA_CA_CERTS: extraFile, GIT_SSL_CAINFO: ownFile } = process.env
  const extra = extraFile ? await readFile(extraFile, 'utf8').catch(() => null) : null
  const own = ownFile ? await readFile(ownFile, 'utf8').catch(() => null) : null
  // A file that git is set to and that cannot be read is for git to complain of.
  if (extra === null || (ownFile && own === null)) return {}
  const bundle = join(folder, 'certificates.pem')
  const trusted = own === null ? rootCertificates : [own]
  await writeFile(bundle, [extra, ...trusted].map((each) => `${each.trim()}\n`).join(''))
  return { GIT_SSL_CAINFO: bundle }
}
