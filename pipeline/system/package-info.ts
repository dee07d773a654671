import { readFileSync } from 'node:fs'

/** Name and version of this package, as its own package.json has them; our own file, which nobody else writes. */
export function packageInfo(): { name: string; version: string } {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  const { name, version } = JSON.parse(text) as { name: string; version: string }
  return { name, version }
}
