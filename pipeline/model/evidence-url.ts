import type { Mapping, Resource } from './model.js'

/** Which URL, if any, stands behind a resource. */
export interface ResourceEvidence {
  by: 'own-link' | 'locator' | 'none'
  url: string | null
}

/**
 * The URL that evidences a resource: its own, else its mapping's locator where that names one file.
 *
 * Atomic Red Team rows are plain words; the file they stand in is named once, in the sentence above them.
 * A locator that names a folder, or two things, evidences nothing.
 */
export function resourceEvidence(resource: Resource, mapping: Mapping): ResourceEvidence {
  if (resource.url !== null) return { by: 'own-link', url: resource.url }
  const [only, ...others] = mapping.locator?.links ?? []
  if (only !== undefined && others.length === 0 && namesFile(only.url))
    return { by: 'locator', url: only.url }
  return { by: 'none', url: null }
}

/** Whether the last segment of the URL's path has a file extension. */
function namesFile(url: string): boolean {
  return /\/[^/?#]+\.[a-z0-9]{1,8}([?#].*)?$/i.test(url.replace(/^https?:\/\/[^/]*/i, ''))
}
