import { chanceOf } from './random.js'

/** What has become of an address by the time that somebody asks. */
export type Fate = 'alive' | 'moved' | 'dead'

/** Of the links into repositories of 2022, so many had moved and were gone four years later; tables hardly change. */
const shares = { moved: 0.384, dead: 0.058 }
const ofTables = /^https:\/\/(attack|d3fend|car)\.mitre\.org\//

/** What has become of an address of a generated corpus: always the same for the same seed. */
export function fateOf(url: string, seed: number): Fate {
  if (ofTables.test(url)) return 'alive'
  const rank = chanceOf(seed, 23, hashOf(url))()
  if (rank < shares.dead) return 'dead'
  return rank < shares.dead + shares.moved ? 'moved' : 'alive'
}

/** FNV-1a of its UTF-16 code units. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash
}
