import { z } from 'zod'
import { compareText } from '../model/place.js'
import type { AttackTactic } from '../model/reference.js'
import { type AttackEdition, type EditionTechnique, tacticsInUse, techniqueId } from './edition.js'
import { jsonOf, unfit } from './source-file.js'

const flag = z.boolean().nullish()

const StixObject = z.looseObject({ type: z.string(), id: z.string().nullish() })
const Bundle = z.looseObject({ type: z.literal('bundle'), objects: z.array(StixObject) })

const AttackPattern = z.looseObject({
  id: z.string(),
  name: z.string(),
  revoked: flag,
  x_mitre_deprecated: flag,
  x_mitre_domains: z.array(z.string()).nullish(),
  external_references: z
    .array(z.looseObject({ source_name: z.string(), external_id: z.string().nullish() }))
    .nullish(),
  kill_chain_phases: z
    .array(z.looseObject({ kill_chain_name: z.string(), phase_name: z.string() }))
    .nullish(),
})
type AttackPattern = z.infer<typeof AttackPattern>

const Relationship = z.looseObject({
  relationship_type: z.string(),
  source_ref: z.string(),
  target_ref: z.string(),
  revoked: flag,
})

const Tactic = z.looseObject({
  name: z.string(),
  x_mitre_shortname: z.string(),
  revoked: flag,
  x_mitre_deprecated: flag,
})

const Collection = z.looseObject({ x_mitre_version: z.string(), modified: z.string().nullish() })

const enterprise = 'enterprise-attack'

/**
 * ATT&CK Enterprise of a STIX 2.x bundle as MITRE publishes it (`enterprise-attack.json` of mitre/cti and of
 * mitre-attack/attack-stix-data; the ATT&CK data model documents its `x_mitre_` fields).
 *
 * Version and date stand in its `x-mitre-collection`, which the bundles of mitre/cti lack: null then.
 */
export function readAttackStix(file: string, text: string): AttackEdition {
  const bundle = Bundle.safeParse(jsonOf(file, text))
  if (!bundle.success) throw unfit(file, 'it is no STIX bundle')
  const { objects } = bundle.data
  const read = <Schema extends z.ZodType>(type: string, schema: Schema): z.infer<Schema>[] =>
    objects.filter((each) => each.type === type).map((each) => fitting(file, schema, each))
  const patterns = read('attack-pattern', AttackPattern).flatMap((pattern) => {
    const id = attackId(pattern)
    return id === null ? [] : [{ id, pattern }]
  })
  const successors = successorIds(patterns, read('relationship', Relationship))
  const techniques = new Map<string, EditionTechnique>()
  // An id that was used twice is the active technique's; the file's order decides nothing.
  for (const { id, pattern } of patterns.sort((a, b) => compareText(a.pattern.id, b.pattern.id))) {
    const technique = techniqueOf(pattern, successors.get(pattern.id) ?? null)
    if (techniques.get(id)?.status !== 'active') techniques.set(id, technique)
  }
  if (techniques.size === 0) throw unfit(file, 'it holds no technique of ATT&CK Enterprise')
  const [collection] = read('x-mitre-collection', Collection)
  return {
    version: collection?.x_mitre_version ?? null,
    date: collection?.modified?.slice(0, 10) ?? null,
    tactics: tacticsOf(read('x-mitre-tactic', Tactic), techniques),
    techniques,
  }
}

function fitting<Schema extends z.ZodType>(file: string, schema: Schema, object: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(object)
  if (parsed.success) return parsed.data
  const { type, id } = StixObject.parse(object)
  throw unfit(file, `the ${type} ${id ?? 'without an id'} lacks what it needs`, parsed.error)
}

function attackId({
  x_mitre_domains: domains,
  external_references: references,
}: AttackPattern): string | null {
  if (domains != null && !domains.includes(enterprise)) return null
  const own = (references ?? []).find(({ source_name: source }) => source === 'mitre-attack')
  const id = own?.external_id ?? ''
  return techniqueId.test(id) ? id : null
}

function successorIds(
  patterns: readonly { id: string; pattern: AttackPattern }[],
  relationships: readonly z.infer<typeof Relationship>[],
): Map<string, string> {
  const idOf = new Map(patterns.map(({ id, pattern }) => [pattern.id, id]))
  const revokedBy = relationships.filter(
    (each) => each.relationship_type === 'revoked-by' && each.revoked !== true,
  )
  return new Map(
    revokedBy.flatMap(({ source_ref: source, target_ref: target }) => {
      const successor = idOf.get(target)
      return successor === undefined ? [] : [[source, successor] as const]
    }),
  )
}

function techniqueOf(pattern: AttackPattern, revokedBy: string | null): EditionTechnique {
  const revoked = pattern.revoked === true
  const phases = pattern.kill_chain_phases ?? []
  return {
    name: pattern.name.trim(),
    status: revoked ? 'revoked' : pattern.x_mitre_deprecated === true ? 'deprecated' : 'active',
    tactics: phases
      .filter(({ kill_chain_name: chain }) => chain === 'mitre-attack')
      .map(({ phase_name: phase }) => phase),
    revokedBy: revoked ? revokedBy : null,
  }
}

function tacticsOf(
  tactics: readonly z.infer<typeof Tactic>[],
  techniques: ReadonlyMap<string, EditionTechnique>,
): AttackTactic[] {
  const standing = tactics.filter((each) => each.revoked !== true && each.x_mitre_deprecated !== true)
  if (standing.length === 0) return tacticsInUse(techniques.values())
  return standing
    .map((each) => ({ shortName: each.x_mitre_shortname, name: each.name }))
    .sort((a, b) => compareText(a.shortName, b.shortName))
}
