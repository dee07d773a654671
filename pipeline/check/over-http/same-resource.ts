import { plainPath } from '../../model/same-resource.js'

/**
 * Whether two addresses, one of which redirects to the other, are spellings of one resource: they differ in nothing
 * but scheme, host, fragment, and what `plainPath` leaves out.
 *
 * A link that only redirects to another spelling of itself is alive and needs no repair.
 */
export function isSameResource(a: URL, b: URL): boolean {
  return plainPath(a) === plainPath(b)
}
