import type { Corpus } from './corpus.js'

/**
 * The address at which anybody can read a line of a page as it was read here: the file at the pinned commit, where the
 * corpus is named by its address on GitHub; null where it is not published, or at no commit.
 *
 * GitHub shows Markdown as a document without lines unless asked for the plain text.
 *
 * @param file relative to the corpus, `/`-separated
 * @param line counted from 1, or null for the file as a whole
 */
export function pageAddress(corpus: Corpus, file: string, line: number | null): string | null {
  const { location, revision } = corpus
  const [address = '', inside = ''] = location.split(/#(.*)/s)
  const repository = githubRepository(address)
  if (repository === null || revision === null || !/^[0-9a-f]{40,64}$/.test(revision)) return null
  const folder = inside.replace(/^[^:]*:?/, '').replace(/^(\.?\/)+|\/+$/g, '')
  const isPage = folder === file || folder.endsWith(`/${file}`)
  const path = isPage || folder === '' || folder === '.' ? (isPage ? folder : file) : `${folder}/${file}`
  // Half of a surrogate pair is no character that an address could hold.
  const written = path
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .split('/')
    .map(encodeURIComponent)
    .join('/')
  return `https://github.com/${repository}/blob/${revision}/${written}${line === null ? '' : `?plain=1#L${line}`}`
}

/** `OWNER/REPO` of an address that git fetches from, or null where it is not GitHub's. */
function githubRepository(address: string): string | null {
  const pattern =
    /^(?:https?:\/\/|ssh:\/\/git@|git:\/\/|git@)github\.com[/:]([\w.-]+)\/([\w.-]+?)(?:\.git)?\/?$/i
  const [, owner, repository] = pattern.exec(address) ?? []
  return owner === undefined || repository === undefined ? null : `${owner}/${repository}`
}
