import type { RepositoryName } from '../../../model/repositories.js'

/** The hosts whose repositories are kept; a host outside this list is nobody we would hand a URL of a page to. */
const hosts: ReadonlySet<string> = new Set(['github.com', 'gitlab.com', 'bitbucket.org', 'codeberg.org'])

/** Folder names are no longer than what every file system takes. */
const maxLength = 200

/** A repository that may be cloned. */
export interface CloneName {
  /** For people: `github.com/SigmaHQ/sigma`. */
  title: string
  /** Its folder's name, without any separator; in lower case, as the hosts make no difference there. */
  folder: string
  host: string
  path: string
}

/** Null where the host is none of ours, or where the path is none that such a host has. */
export function cloneName({ host, path }: RepositoryName): CloneName | null {
  const parts = path.split('/')
  const isDeepEnough = parts.length === 2 || (host === 'gitlab.com' && parts.length > 2)
  if (!hosts.has(host) || !isDeepEnough || !parts.every(isNamePart)) return null
  const folder = `${[host, ...parts].join('+').toLowerCase()}.git`
  return folder.length > maxLength ? null : { title: `${host}/${path}`, folder, host, path }
}

/** Letters, digits, `.`, `_` and `-`; a leading dot is part of real names (`.github`). */
function isNamePart(part: string): boolean {
  return /^[\w.-]{1,100}$/.test(part) && !/^\.{1,2}$/.test(part)
}

/** What a clone without contents took when it was measured (2026), in bytes; of others nobody knows beforehand. */
const measuredBytes: Readonly<Record<string, number>> = {
  'github.com+sigmahq+sigma.git': 20e6,
  'github.com+splunk+security_content.git': 29e6,
  'github.com+elastic+detection-rules.git': 17e6,
  'github.com+redcanaryco+atomic-red-team.git': 7e6,
  'github.com+mitre-attack+car.git': 1e6,
}

/** How much cloning it will bring, in words that follow on. */
export function expectedSize({ folder }: CloneName): string {
  const bytes = measuredBytes[folder]
  return bytes === undefined ? 'of a size that is not known beforehand' : `about ${megabytes(bytes)}`
}

/** Bytes for people: `20 MB`, and `less than 1 MB`. */
export function megabytes(bytes: number): string {
  return bytes < 1e6 ? 'less than 1 MB' : `${Math.round(bytes / 1e6)} MB`
}
