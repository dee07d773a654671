import { existsSync, readFileSync } from 'node:fs'
import { sha256 } from '../model/digest.js'

/** Name and version of this package, as its own package.json has them; our own file, which nobody else writes. */
export function packageInfo(): { name: string; version: string } {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  const { name, version } = JSON.parse(text) as { name: string; version: string }
  return { name, version }
}

/** Equal for the same program only: its version, and where it was built from sources, that build. */
export function programId(): string {
  const { version } = packageInfo()
  const build = new URL('../.tsbuildinfo', import.meta.url)
  return existsSync(build) ? `${version}-${sha256(readFileSync(build)).slice(0, 12)}` : version
}
