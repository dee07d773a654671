import { withoutMarkup } from '../model/address.js'
import { groupBy } from '../model/group-by.js'
import type { LinkRecord } from '../model/links.js'
import { compareText } from '../model/place.js'
import { chooseRepairs, includableKinds } from '../model/repairs.js'
import type { Report, RepositoryLinks } from '../model/report.js'
import { repositoryAddress } from '../model/repository-address.js'
import { ageInDays } from './ages.js'
import type { AssessedResource } from './assessed-resource.js'
import { linkCounts } from './link-summary.js'

/**
 * States of the links into git repositories, by repository; most links first. A host answers for `sigmahq/Sigma` as it
 * does for `SigmaHQ/sigma`: they are one, named as the first link by URL names it.
 */
export function repositoryLinks(links: readonly LinkRecord[]): RepositoryLinks[] {
  const named = links.flatMap((link) => {
    const name = repositoryAddress(withoutMarkup(link.url))?.name
    return name === undefined ? [] : [{ link, repository: `${name.host}/${name.path}` }]
  })
  return [...groupBy(named, ({ repository }) => repository.toLowerCase()).values()]
    .map((own) => ({
      repository: own[0]?.repository ?? '',
      links: own.length,
      states: linkCounts(own.map(({ link }) => link)),
    }))
    .sort((a, b) => b.links - a.links || compareText(a.repository, b.repository))
}

/** Lower ends of the bands of how long links have been dead, in days: a month, then years. */
const bandStarts = [0, 30, 365, 730, 1095]

/** How long the dead links have been dead at `asOf`. One that died on a later day counts as dead for no day. */
export function deadSinceOf(links: readonly LinkRecord[], asOf: string): Report['deadSince'] {
  const dead = links.filter(({ state }) => state === 'dead')
  const dated = dead.flatMap(({ deadSince, deadCommit }) =>
    deadSince === null ? [] : [{ deadSince, deadCommit }],
  )
  const ages = dated.map(({ deadSince }) => Math.max(0, ageInDays(deadSince.slice(0, 10), asOf)))
  return {
    bands: bandStarts.map((fromDays, index) => {
      const toDays = bandStarts[index + 1] ?? null
      const within = ages.filter((age) => age >= fromDays && (toDays === null || age < toDays))
      return { fromDays, toDays, links: within.length }
    }),
    undated: dead.length - dated.length,
    byHistory: dated.filter(({ deadCommit }) => deadCommit !== null).length,
  }
}

/** What `fix` would write a new address for, by the rule that it goes by itself. */
export function repairCounts(
  links: readonly LinkRecord[],
  resources: readonly AssessedResource[],
): Report['repairs'] {
  const sure = chooseRepairs(links, new Set()).repairs
  const all = chooseRepairs(links, new Set(includableKinds)).repairs
  const sureLinks = links.filter(({ url }) => sure.has(url))
  const otherLinks = links.filter(({ url }) => all.has(url) && !sure.has(url))
  const standing = resources.filter(({ link }) => link !== null && sure.has(link.url))
  return {
    sureLinks: sureLinks.length,
    surePlaces: placesOf(sureLinks),
    otherLinks: otherLinks.length,
    otherPlaces: placesOf(otherLinks),
    resources: new Set(standing.map(({ key }) => key)).size,
  }
}

function placesOf(links: readonly LinkRecord[]): number {
  return links.reduce((sum, { places }) => sum + places.length, 0)
}
