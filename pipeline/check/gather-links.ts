import type { LinkPlace, LinkRole } from '../model/links.js'
import type { Mapping, ModelSource, Technique } from '../model/model.js'
import { comparePlaces, compareText, type Place } from '../model/place.js'

/** Every distinct URL of the model, as written, in order, with all the places it stands at. */
export function gatherLinks(model: ModelSource): Map<string, LinkPlace[]> {
  const found = new Map<string, LinkPlace[]>()
  const add: Add = (url, place, role) => {
    const places = found.get(url)
    const at = { file: place.file, line: place.line, role }
    if (places === undefined) found.set(url, [at])
    else places.push(at)
  }
  for (const technique of model.techniques) addTechnique(technique, add)
  return new Map(
    [...found]
      .sort(([a], [b]) => compareText(a, b))
      .map(([url, places]) => [url, places.sort(comparePlacesAndRoles)]),
  )
}

type Add = (url: string, place: Place, role: LinkRole) => void

function addTechnique(technique: Technique, add: Add): void {
  if (technique.url !== null) add(technique.url, technique.urlPlace ?? technique.place, 'technique')
  for (const link of technique.descriptionLinks) add(link.url, link.place, 'description')
  for (const mapping of technique.mappings) addMapping(mapping, add)
}

function addMapping(mapping: Mapping, add: Add): void {
  if (mapping.sourceUrl !== null) add(mapping.sourceUrl, mapping.place, 'source')
  for (const link of mapping.locator?.links ?? [])
    add(link.url, mapping.locator?.place ?? mapping.place, 'locator')
  for (const resource of mapping.resources) {
    for (const link of resource.trail) add(link.url, resource.place, 'trail')
    if (resource.url !== null) add(resource.url, resource.place, 'resource')
  }
}

function comparePlacesAndRoles(a: LinkPlace, b: LinkPlace): number {
  return comparePlaces(a, b) || compareText(a.role, b.role)
}
