import { readFileSync } from 'node:fs'
import { z } from 'zod'

const PackageInfo = z.object({ name: z.string(), version: z.string() })

/** Name and version of this package, as its own package.json has them. */
export function packageInfo(): { name: string; version: string } {
  return PackageInfo.parse(JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')))
}
