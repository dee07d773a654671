import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { sha256 } from '../model/digest.js'

const PackageInfo = z.object({ name: z.string(), version: z.string() })

/** Name and version of this package, as its own package.json has them. */
export function packageInfo(): { name: string; version: string } {
  return PackageInfo.parse(JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')))
}

/** Equal for the same program only: its version, and where it was built from sources, that build. */
export function programId(): string {
  const { version } = packageInfo()
  const build = new URL('../.tsbuildinfo', import.meta.url)
  return existsSync(build) ? `${version}-${sha256(readFileSync(build)).slice(0, 12)}` : version
}
