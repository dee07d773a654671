import type { RepositoryName } from './repositories.js'

/** What a link shows of a repository: its front page, a file or folder, or a file in some other dress. */
export type View = 'root' | 'file' | 'folder' | 'raw' | 'edit' | 'blame'

/** A file or folder to be written as an address. */
export interface RepositoryPlace {
  /** Owner and name, as the address is to have them. */
  repository: string
  ref: string
  /** From the root of the repository; '' is the root. */
  path: string
  kind: 'file' | 'folder'
}

/** An address of something in a git repository, taken apart. */
export interface RepositoryAddress {
  name: RepositoryName
  view: View
  /** Ref and path, percent-decoded; where the ref ends only the repository knows. */
  segments: string[]
  /** The address of another place in the same form; a page's form follows whether it is a file or a folder. */
  write(place: RepositoryPlace): string
  /** Whether its host answers at this very address, or redirects to a plainer spelling of it first. */
  isPlain: boolean
}

type Reader = (parts: string[], url: URL) => RepositoryAddress | null

/**
 * The repository and the place in it that an address means, or null where it means none: an issue, a wiki, a release,
 * another host. Forms as GitHub, GitLab, Bitbucket and Forgejo (Codeberg) write them.
 */
export function repositoryAddress(address: string): RepositoryAddress | null {
  if (!URL.canParse(address)) return null
  const url = new URL(address)
  if (url.port !== '' || !/^https?:$/.test(url.protocol)) return null
  const reader = readers.get(url.hostname.replace(/^www\./, ''))
  const parts = decoded(url.pathname)
  return reader === undefined || parts === null ? null : reader(parts, url)
}

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['github.com', github],
  ['raw.githubusercontent.com', githubRaw],
  ['gitlab.com', gitlab],
  ['bitbucket.org', bitbucket],
  ['codeberg.org', codeberg],
])

const githubViews: ReadonlyMap<string, View> = new Map<string, View>([
  ['blob', 'file'],
  ['tree', 'folder'],
  ['raw', 'raw'],
  ['edit', 'edit'],
  ['blame', 'blame'],
])

/** First words of GitHub's own pages, which nobody can have as a name. */
const githubsOwn = new Set(
  (
    'about account apps codespaces collections contact copilot customer-stories dashboard discussions enterprise ' +
    'events explore features gist issues join login logout marketplace mobile new notifications organizations orgs ' +
    'pricing pulls readme resources search security sessions settings site solutions sponsors stars team topics ' +
    'trending users'
  ).split(' '),
)

function github(parts: string[], url: URL): RepositoryAddress | null {
  const [owner, written, word, ...rest] = parts
  if (owner === undefined || written === undefined || githubsOwn.has(owner.toLowerCase())) return null
  const repository = written.replace(/\.git$/i, '')
  const { prefix, segments } = withoutRefsPrefix(rest)
  const view = word === undefined ? 'root' : githubViews.get(word)
  if (view === undefined || (view !== 'root' && segments.length === 0)) return null
  const isWeb = view === 'root' || view === 'file' || view === 'folder'
  return {
    name: { host: 'github.com', path: `${owner}/${repository}` },
    view,
    segments,
    isPlain: isPlain(url) && repository === written,
    write(place) {
      if (view === 'root') return `https://github.com/${encoded(place.repository)}${url.search}`
      const page = place.kind === 'file' ? 'blob' : 'tree'
      return `https://github.com/${encoded(place.repository)}/${isWeb ? page : word}/${prefix}${refAndPath(place)}${url.search}`
    },
  }
}

function githubRaw([owner, repository, ...rest]: string[], url: URL): RepositoryAddress | null {
  if (owner === undefined || repository === undefined) return null
  const { prefix, segments } = withoutRefsPrefix(rest)
  if (segments.length < 2) return null
  return {
    name: { host: 'github.com', path: `${owner}/${repository}` },
    view: 'raw',
    segments,
    isPlain: isPlain(url),
    write: (place) =>
      `https://raw.githubusercontent.com/${encoded(place.repository)}/${prefix}${refAndPath(place)}${url.search}`,
  }
}

/** GitHub takes a ref by its full name too, and its own buttons write it so. */
function withoutRefsPrefix(rest: string[]): { prefix: string; segments: string[] } {
  const isFull = rest[0] === 'refs' && (rest[1] === 'heads' || rest[1] === 'tags') && rest.length > 2
  return isFull ? { prefix: `refs/${rest[1]}/`, segments: rest.slice(2) } : { prefix: '', segments: rest }
}

/** `GROUP/…/NAME/-/blob/REF/PATH`; the older form lacks the `-`. */
function gitlab(parts: string[], url: URL): RepositoryAddress | null {
  const dash = parts.indexOf('-')
  const end = dash >= 0 ? dash : 2
  const path = parts.slice(0, end).join('/')
  const [word, ...segments] = parts.slice(dash >= 0 ? dash + 1 : end)
  if (end < 2 || parts.length < 2) return null
  const view = word === undefined ? 'root' : githubViews.get(word)
  if (view === undefined || (view !== 'root' && segments.length === 0)) return null
  const base = `https://gitlab.com/`
  return {
    name: { host: 'gitlab.com', path },
    view,
    segments,
    isPlain: true,
    write(place) {
      if (view === 'root') return base + encoded(place.repository)
      const page = place.kind === 'file' ? 'blob' : 'tree'
      const shown = view === 'file' || view === 'folder' ? page : word
      return `${base}${encoded(place.repository)}/-/${shown}/${refAndPath(place)}${url.search}`
    },
  }
}

/** `OWNER/NAME/src/REF/PATH`, for files and folders alike. */
function bitbucket([owner, repository, word, ...segments]: string[], url: URL): RepositoryAddress | null {
  if (owner === undefined || repository === undefined) return null
  if (word !== undefined && ((word !== 'src' && word !== 'raw') || segments.length === 0)) return null
  return {
    name: { host: 'bitbucket.org', path: `${owner}/${repository}` },
    view: word === undefined ? 'root' : word === 'raw' ? 'raw' : 'folder',
    segments,
    isPlain: true,
    write: (place) =>
      word === undefined
        ? `https://bitbucket.org/${encoded(place.repository)}`
        : `https://bitbucket.org/${encoded(place.repository)}/${word}/${refAndPath(place)}${url.search}`,
  }
}

/** `OWNER/NAME/src/branch/REF/PATH`, with `tag` or `commit` for `branch`. */
function codeberg(parts: string[], url: URL): RepositoryAddress | null {
  const [owner, repository, word, kind, ...segments] = parts
  if (owner === undefined || repository === undefined) return null
  const isRoot = word === undefined
  if (!isRoot && !(/^(src|raw)$/.test(word) && /^(branch|tag|commit)$/.test(kind ?? ''))) return null
  if (!isRoot && segments.length === 0) return null
  return {
    name: { host: 'codeberg.org', path: `${owner}/${repository}` },
    view: isRoot ? 'root' : word === 'raw' ? 'raw' : 'folder',
    segments,
    isPlain: true,
    write: (place) =>
      isRoot
        ? `https://codeberg.org/${encoded(place.repository)}`
        : `https://codeberg.org/${encoded(place.repository)}/${word}/${kind}/${refAndPath(place)}${url.search}`,
  }
}

function isPlain(url: URL): boolean {
  return url.protocol === 'https:' && !url.hostname.startsWith('www.')
}

function decoded(pathname: string): string[] | null {
  try {
    return pathname.split('/').filter(Boolean).map(decodeURIComponent)
  } catch {
    return null
  }
}

function refAndPath({ ref, path }: RepositoryPlace): string {
  return encoded(path === '' ? ref : `${ref}/${path}`)
}

/** Leaves plain what a path may hold plainly (`sub-delims`, `:` and `@` of RFC 3986, 3.3), as these hosts do. */
function encoded(path: string): string {
  return path
    .split('/')
    .map((segment) =>
      encodeURIComponent(segment).replace(/%(?:2C|40|3A|24|26|2B|3D|3B)/g, decodeURIComponent),
    )
    .join('/')
}
