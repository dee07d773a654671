import { type JudgedCategory, judgedCategories } from '../../model/category.js'
import { groupBy } from '../../model/group-by.js'
import { countText } from '../../model/number-words.js'
import type { Report, ReportMapping, ReportResource, ReportTechnique } from '../../model/report.js'
import { list, markup, propertiesOf, startOfDay, type Uuids, uriReference } from './oscal-text.js'

/**
 * What was seen of each technique in each category: one observation each, also where nothing is listed.
 *
 * The method is EXAMINE (NIST SP 800-53A): pages and addresses were read, nothing was tested. It was collected on the newest
 * day on which the pages say that their sources were read, and expires when that is older than the limit; what is not
 * dated, or not there, was collected by this run.
 */
export function observationsOf(report: Report, uuids: Uuids) {
  const key = ({ techniqueId, category }: ReportMapping | ReportResource) => `${techniqueId} ${category}`
  const resources = groupBy(report.resources, key)
  const mappings = groupBy(report.mappings, key)
  return report.techniques.flatMap((technique) =>
    judgedCategories.map((category) => {
      const where = `${technique.id} ${category}`
      const listed = { resources: resources.get(where) ?? [], mappings: mappings.get(where) ?? [] }
      return observation(technique, category, listed, report, uuids)
    }),
  )
}

interface Listed {
  resources: readonly ReportResource[]
  mappings: readonly ReportMapping[]
}

function observation(
  technique: ReportTechnique,
  category: JudgedCategory,
  { resources, mappings }: Listed,
  { generatedAt, thresholds, reference }: Report,
  uuids: Uuids,
) {
  const coverage = technique[category]
  const { level, listed, distinct, verified, lost, unknown, sources, newest } = coverage
  return {
    uuid: observationUuid(uuids, technique.id, category),
    title: markup(`${technique.id} ${technique.name}: ${category}`),
    description:
      technique.file === null
        ? 'No page is about the technique: nothing was assessed.'
        : distinct === 0
          ? 'Nothing is listed.'
          : `${countText(distinct, 'resource is', 'resources are')} listed by ${countText(sources, 'source')}: ${verified} verified, ${lost} lost, ${unknown} unknown. Level: ${level}.`,
    props: propertiesOf({
      'technique-id': technique.id,
      category,
      level,
      listed,
      distinct,
      verified,
      lost,
      unknown,
      sources,
      page: technique.file === null ? null : `${technique.file}:${technique.line}`,
      'attack-version': reference.attackVersion,
      'attack-status': technique.attack.status,
    }),
    methods: ['EXAMINE'],
    types: ['control-objective'],
    origins: [{ actors: [{ type: 'tool', 'actor-uuid': uuids.stable('tool') }] }],
    ...list('relevant-evidence', [
      ...mappings.map(mappingEvidence),
      ...resources.filter(({ repeat }) => !repeat).map(resourceEvidence),
    ]),
    collected: newest === null ? generatedAt : startOfDay(newest),
    ...(newest === null ? {} : { expires: startOfDay(dayAfter(newest, thresholds.staleAfterDays)) }),
  }
}

/** The UUID of what was seen of a technique in a category, the same in every run. */
export function observationUuid(uuids: Uuids, techniqueId: string, category: string): string {
  return uuids.stable('observation', techniqueId, category)
}

/** The block of a source, where it stands on the page. */
function mappingEvidence({ sourceName, lastAccessed, listedCount, file, line, sourceUrl }: ReportMapping) {
  return {
    href: uriReference(sourceUrl ?? file),
    description: markup(`${sourceName}: ${countText(listedCount, 'row')}`),
    props: propertiesOf({ 'last-accessed': lastAccessed, place: `${file}:${line}` }),
  }
}

function resourceEvidence({ label, evidenceUrl, linkState, file, line }: ReportResource) {
  return {
    href: uriReference(evidenceUrl ?? file),
    description: markup(label) === '' ? 'without a label' : markup(label),
    props: propertiesOf({ 'link-state': linkState, place: `${file}:${line}` }),
  }
}

function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(startOfDay(day)) + (days + 1) * 86_400_000).toISOString().slice(0, 10)
}
