import { type ResourceEvidence, resourceEvidence } from '../model/evidence-url.js'
import type { LinkRecord, Links } from '../model/links.js'
import type { Mapping, Model, Resource, Technique } from '../model/model.js'

/** What its link says of a resource: there, gone, or no one could tell. */
export type Standing = 'verified' | 'lost' | 'unknown'

/** A resource with all that is known of it, made once and counted many times. */
export interface AssessedResource {
  technique: Technique
  mapping: Mapping
  resource: Resource
  evidence: ResourceEvidence
  link: LinkRecord | null
  standing: Standing
  /** Equal for rows that are one and the same resource. */
  key: string
}

/** Every resource of the model, in its order, with the state of the link behind it. */
export function assessedResources(model: Model, links: Links): AssessedResource[] {
  const byUrl = new Map(links.links.map((link) => [link.url, link]))
  return model.techniques.flatMap((technique) =>
    technique.mappings.flatMap((mapping) =>
      mapping.resources.map((resource) => {
        const evidence = resourceEvidence(resource, mapping)
        const link = evidence.url === null ? null : (byUrl.get(evidence.url) ?? null)
        return {
          technique,
          mapping,
          resource,
          evidence,
          link,
          standing: standingOf(link),
          key: keyOf(resource, mapping, evidence),
        }
      }),
    ),
  )
}

/** One URL is one resource wherever it stands; a row without a link is known by its source, file and label. */
function keyOf(resource: Resource, mapping: Mapping, evidence: ResourceEvidence): string {
  return resource.url ?? `${mapping.source} ${evidence.url ?? mapping.place.file} ${resource.label}`
}

function standingOf(link: LinkRecord | null): Standing {
  if (link?.state === 'alive' || link?.state === 'moved') return 'verified'
  return link?.state === 'dead' ? 'lost' : 'unknown'
}
