import type { Model, ModelSource, Technique } from '../model/model.js'
import { flatMapped } from '../model/series.js'

/** The model as objects without what is not judged, which is half of it: descriptions, and the folders before a row. */
export function judgedModel({ techniques, ...rest }: ModelSource): Model {
  return { ...rest, techniques: flatMapped(techniques, (technique) => [judgedTechnique(technique)]) }
}

function judgedTechnique(technique: Technique): Technique {
  const mappings = technique.mappings.map((mapping) => ({
    ...mapping,
    resources: mapping.resources.map((resource) => ({ ...resource, trail: none })),
  }))
  return { ...technique, description: '', descriptionLinks: none, mappings }
}

const none: never[] = []
