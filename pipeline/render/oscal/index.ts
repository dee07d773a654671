import type { Artifact } from '../../model/artifact.js'
import { countText } from '../../model/number-words.js'
import type { Report } from '../../model/report.js'
import { stableJson } from '../../model/stable-json.js'
import { findingOf } from './findings.js'
import { observationsOf } from './observations.js'
import { line, list, markup, propertiesOf, type Uuids, uuidsOf } from './oscal-text.js'

/** Version of OSCAL that the file is written in. */
export const oscalVersion = '1.2.1'

const notice =
  'Publicly available content that pages map to ATT&CK techniques. That a rule or test exists does not show that it is in use: nothing here is reported as satisfied.'

/**
 * `oscal.json`: the run as OSCAL assessment results (NIST, 1.2.1): an observation for each technique and category, a finding
 * for each gap.
 *
 * UUIDs are made of names (RFC 9562, version 5): those of observations, findings and actors are the same in every run of a
 * corpus, those of the results and of the document itself are the run's.
 */
export function renderOscal(report: Report): Artifact {
  const uuids = uuidsOf(report.corpus.location, report.runId)
  const text = stableJson({
    'assessment-results': {
      uuid: uuids.ofRun('assessment-results'),
      metadata: metadataOf(report, uuids),
      'import-ap': { href: `#${uuids.stable('no-plan')}` },
      'local-definitions': { activities: [activityOf(uuids)] },
      results: [resultOf(report, uuids)],
      'back-matter': { resources: resourcesOf(report, uuids) },
    },
  })
  return { path: 'oscal.json', bytes: new TextEncoder().encode(text) }
}

function metadataOf(report: Report, uuids: Uuids) {
  const { classification, tool } = report
  return {
    title: markup(`Control coverage of ${report.corpus.location}`),
    'last-modified': report.generatedAt,
    version: line(report.runId),
    'oscal-version': oscalVersion,
    ...list('props', propertiesOf({ marking: classification, tool: `${tool.name} ${tool.version}` })),
    parties: [
      {
        uuid: uuids.stable('tool'),
        type: 'organization',
        name: tool.name,
        remarks: 'The program that made this file; nobody has signed it.',
      },
    ],
  }
}

function activityOf(uuids: Uuids) {
  return {
    uuid: uuids.stable('activity'),
    title: 'Examination of mapped content',
    description:
      'Pages are read, the addresses on them are asked, and levels of coverage and gaps are judged by a published policy.',
    props: propertiesOf({ method: 'EXAMINE' }),
  }
}

function resultOf(report: Report, uuids: Uuids) {
  const { corpus, runId, generatedAt, checkedAt, policy, reference, totals, network } = report
  return {
    uuid: uuids.ofRun('result'),
    title: markup(`Run ${runId}`),
    description: [notice, markup(policy.describes), markup(network.detail ?? '')]
      .filter((text) => text !== '')
      .join('\n\n'),
    ...span(generatedAt, checkedAt),
    props: propertiesOf({
      'run-id': runId,
      'as-of': report.asOf,
      corpus: corpus.location,
      'corpus-revision': corpus.revision,
      'corpus-sha256': corpus.sha256,
      pages: totals.pages,
      techniques: totals.techniques,
      gaps: totals.gaps,
      'policy-id': policy.id,
      'policy-version': policy.version,
      'policy-digest': policy.digest,
      'attack-version': reference.attackVersion,
      'd3fend-version': reference.d3fendVersion,
      'network-state': network.state,
    }),
    'local-definitions': {
      'assessment-assets': {
        components: [
          {
            uuid: uuids.stable('tool'),
            type: 'software',
            title: report.tool.name,
            description: 'The program that read the pages and asked the addresses.',
            props: propertiesOf({ version: report.tool.version }),
            status: { state: 'operational' },
          },
        ],
        'assessment-platforms': [
          {
            uuid: uuids.stable('platform'),
            title: report.tool.name,
            'uses-components': [{ 'component-uuid': uuids.stable('tool') }],
          },
        ],
      },
    },
    'reviewed-controls': {
      description: `${countText(totals.techniques, 'technique')} of ATT&CK Enterprise, each in policy, detection and test.`,
      'control-selections': [{ 'include-all': {} }],
    },
    'assessment-log': {
      entries: [
        {
          uuid: uuids.ofRun('log-entry'),
          title: markup(`Run ${runId}`),
          description: `Activity ${uuids.stable('activity')}: ${countText(totals.pages, 'page')} and ${countText(totals.distinctUrls, 'address', 'addresses')}.`,
          start: generatedAt,
          'logged-by': [{ 'party-uuid': uuids.stable('tool') }],
        },
      ],
    },
    ...list('observations', observationsOf(report, uuids)),
    ...list(
      'findings',
      report.gaps.map((gap) => findingOf(gap, uuids)),
    ),
  }
}

/** From the earlier to the later of two moments: links may have been asked in a run before. */
function span(...moments: string[]): { start: string | undefined; end: string | undefined } {
  const sorted = [...moments].sort()
  return { start: sorted[0], end: sorted.at(-1) }
}

function resourcesOf({ corpus }: Report, uuids: Uuids) {
  return [
    {
      uuid: uuids.stable('no-plan'),
      title: 'No assessment plan',
      description:
        'OSCAL asks for a plan to import. There is none: the run examined every page that it was given, as the policy in the result says.',
    },
    {
      uuid: uuids.stable('corpus'),
      title: markup(`Pages of ${corpus.location}`),
      description: `${countText(corpus.pageCount, 'page')}, SHA-256 ${corpus.sha256}.`,
    },
  ]
}
