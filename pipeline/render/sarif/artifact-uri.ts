import type { Corpus } from '../../model/corpus.js'

/** What the addresses of a file are relative to (SARIF 2.1.0, 3.14.14), and where the pages lie below it. */
export interface UriBase {
  id: string
  description: string
  folder: string
}

/**
 * The base of the addresses of a corpus: the top of its git repository, which is what code scanning takes all relative
 * addresses to be relative to, else what leads to the pages from a place that others have too.
 *
 * Its own address is not told, since it would name a folder of this machine; whoever has the place can give it.
 */
export function uriBaseOf({ location, base, revision }: Corpus): UriBase {
  switch (base?.of) {
    case 'repository': {
      const at = revision === null ? '' : `, at commit ${revision.replace(/\+changes$/, ' with changes')}`
      const description = `the top of the git repository that the pages are committed in${at}`
      return { id: '%SRCROOT%', description, folder: base.folder }
    }
    case 'working-folder': {
      const description = 'the folder where the run was started; the pages are committed in no git repository'
      return { id: '%SRCROOT%', description, folder: base.folder }
    }
    default: {
      const description = `the folder of the pages, called ${location} when the run was started outside of it; they are committed in no git repository that is known`
      return { id: 'CORPUS', description, folder: '' }
    }
  }
}

/** The address of a page relative to the base, percent-encoded (RFC 3986); the folder of the pages where none is named. */
export function artifactLocation({ id, folder }: UriBase, file: string | null) {
  const path = [folder, file ?? ''].filter((part) => part !== '').join('/')
  return { uri: path === '' ? '.' : path.split('/').map(encodeSegment).join('/'), uriBaseId: id }
}

/** The corpus as the name of an analysis: one of the same name goes on where the last one was. */
export function analysisName(location: string): string {
  return location.split('/').filter(Boolean).map(encodeSegment).join('/')
}

/** A lone surrogate has no encoding; nothing but a name made to annoy holds one. */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment.replace(/\p{Surrogate}/gu, '\uFFFD'))
}
