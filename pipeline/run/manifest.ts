import { basename } from 'node:path'
import { type Config, type ConfigKey, fileKeys, localKeys } from '../config/config.js'
import { scopeFiles } from '../config/scope-files.js'
import { sha256 } from '../model/digest.js'
import type { Findings } from '../model/finding.js'
import { compareText } from '../model/place.js'
import type { Reference } from '../model/reference.js'
import type { FileEntry, RunManifest } from '../model/run-manifest.js'
import { stableJson } from '../model/stable-json.js'

/** The settings as artifacts show them: what shapes the result, nothing that belongs to this machine. */
export function shownSettings(config: Config): Record<string, unknown> {
  const scope = scopeFiles(config).map((path) => basename(path))
  const shown = Object.entries({ ...config, scope }).filter(([key]) => !localKeys.has(key as ConfigKey))
  return Object.fromEntries(
    shown.map(([key, value]) => [
      key,
      fileKeys.has(key as ConfigKey) && typeof value === 'string' ? basename(value) : value,
    ]),
  )
}

/** The same for people: one name and one text each, in the order of the settings. */
export function settingTexts(config: Config): { name: string; value: string }[] {
  return Object.entries(shownSettings(config)).map(([name, value]) => ({ name, value: settingText(value) }))
}

function settingText(value: unknown): string {
  if (value === null) return 'not set'
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(', ')
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return value === '\t' ? 'tab' : String(value)
}

/** The bytes of `run.json`: its last field is the digest of all before it, so that no byte of it can change unseen. */
export function manifestBytes(manifest: Omit<RunManifest, 'digest'>): Uint8Array {
  const { digest: _, ...rest } = { digest: '', ...manifest }
  return new TextEncoder().encode(stableJson({ ...rest, digest: sha256(stableJson(rest)) }))
}

/** The signature of `run.json`, beside it: raw Ed25519, as `openssl pkeyutl -verify -rawin` reads it. */
export const signatureFile = 'run.json.sig'

/** A file as the manifest lists it. */
export function fileEntry(path: string, bytes: Uint8Array): FileEntry {
  return { path, bytes: bytes.length, sha256: sha256(bytes) }
}

/** The reference tables as the manifest lists them. */
export function referenceEntries({ attack, d3fend, bytes, sha256 }: Reference): RunManifest['reference'] {
  return [
    { path: 'attack.json', bytes: bytes.attack, sha256: sha256.attack, version: attack.version },
    { path: 'd3fend.json', bytes: bytes.d3fend, sha256: sha256.d3fend, version: d3fend.version },
  ]
}

/** How many findings there are of each code that there is, by code. */
export function countsByCode({ findings }: Findings): Record<string, number> {
  const counts = new Map<string, number>()
  for (const { code } of findings) counts.set(code, (counts.get(code) ?? 0) + 1)
  return Object.fromEntries([...counts].sort(([a], [b]) => compareText(a, b)))
}

/** The pages that a saved run was made of; the layers of its scope, which it lists after them, are its own. */
export function pagesRead({ corpus, inputs, settings }: RunManifest): Pick<RunManifest, 'corpus' | 'inputs'> {
  const layers = Array.isArray(settings.scope) ? settings.scope.length : 0
  return { corpus, inputs: inputs.slice(0, Math.max(0, inputs.length - layers)) }
}
