import { z } from 'zod'
import { compareText } from '../model/place.js'
import type { D3fendTechnique } from '../model/reference.js'
import type { ReadD3fend } from './d3fend-table.js'
import { jsonOf, unfit } from './source-file.js'

const Node = z.record(z.string(), z.unknown())
type Node = z.infer<typeof Node>
const Graph = z.looseObject({ '@graph': z.array(Node) })

/**
 * Countermeasures of D3FEND's JSON-LD: its technique list (`/api/technique/all.json`) or its whole ontology
 * (`/ontologies/d3fend.json`). Only the ontology says its version, and which labels were a technique's before.
 */
export function readD3fendGraph(file: string, text: string): ReadD3fend {
  const graph = Graph.safeParse(jsonOf(file, text))
  if (!graph.success) throw unfit(file, 'it has no "@graph"')
  const nodes = graph.data['@graph']
  const ontology = nodes.find((node) => texts(node['@type']).includes('owl:Ontology'))
  const byId = new Map(nodes.map((node) => [slugOf(node), node]))
  return {
    form: 'd3fend-json',
    version: texts(ontology?.['owl:versionInfo'])[0] ?? null,
    date: texts(ontology?.['d3f:release-date'])[0]?.slice(0, 10) ?? null,
    techniques: nodes.flatMap((node) => techniqueOf(node, byId)),
  }
}

function techniqueOf(node: Node, byId: ReadonlyMap<string, Node>): D3fendTechnique[] {
  const [id = ''] = texts(node['d3f:d3fend-id'])
  const [name] = texts(node['rdfs:label'])
  if (!/^D3-[A-Z0-9]+$/.test(id) || name === undefined) return []
  const synonyms = [...texts(node['d3f:synonym']), ...texts(node['skos:altLabel'])]
  return [
    {
      id,
      name,
      slug: slugOf(node),
      tactic: tacticOf(node, byId),
      deprecated: texts(node['owl:deprecated']).includes('true'),
      synonyms: [...new Set(synonyms)].sort(compareText),
    },
  ]
}

/** The tactic that a technique or the nearest technique above it enables. */
function tacticOf(node: Node, byId: ReadonlyMap<string, Node>): string | null {
  const seen = new Set<Node>()
  let level: Node[] = [node]
  while (level.length > 0) {
    for (const each of level) {
      const [tactic] = texts(each['d3f:enables'])
      if (tactic !== undefined) return lastPart(tactic)
      seen.add(each)
    }
    level = level
      .flatMap((each) =>
        texts(each['rdfs:subClassOf']).flatMap((parent): Node[] => {
          const above = byId.get(lastPart(parent))
          return above === undefined ? [] : [above]
        }),
      )
      .filter((each) => !seen.has(each))
  }
  return null
}

function slugOf(node: Node): string {
  return lastPart(texts(node['@id'])[0] ?? '')
}

/** `AccountLocking` of `d3f:AccountLocking` and of `http://d3fend.mitre.org/ontologies/d3fend.owl#AccountLocking`. */
function lastPart(iri: string): string {
  return iri.replace(/^.*[#:]/, '')
}

/** The texts of a JSON-LD value, which may be a text, a literal, a reference, or a list of those. */
function texts(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(texts)
  if (typeof value === 'string') return [value.trim()]
  if (typeof value === 'boolean') return [String(value)]
  if (typeof value !== 'object' || value === null) return []
  if ('@value' in value) return texts(value['@value'])
  return '@id' in value ? texts(value['@id']) : []
}
