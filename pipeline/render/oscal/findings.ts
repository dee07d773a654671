import type { Gap } from '../../model/report.js'
import { observationUuid } from './observations.js'
import { markup, propertiesOf, token, type Uuids } from './oscal-text.js'

/**
 * A gap as a finding: its objective is not satisfied. Nothing is ever reported as satisfied, since that a public rule
 * exists does not show that a control is in place.
 */
export function findingOf(gap: Gap, uuids: Uuids) {
  const { gapId, techniqueId, techniqueName, category, kind, rank, why, file, line, score } = gap
  return {
    uuid: uuids.stable('finding', gapId),
    title: markup(`${techniqueId} ${techniqueName}: ${gapWords(gap)}`),
    description: `${markup(why)}.`,
    props: propertiesOf({
      'gap-id': gapId,
      kind,
      category,
      rank,
      'scope-score': score,
      place: file === null ? null : `${file}:${line}`,
      ...decisionProperties(gap),
    }),
    origins: [{ actors: [{ type: 'tool', 'actor-uuid': uuids.stable('tool') }] }],
    target: {
      type: 'objective-id',
      'target-id': token(category === null ? techniqueId : `${techniqueId}-${category}`),
      status: { state: 'not-satisfied', reason: 'fail' },
    },
    ...(category === null || category === 'other'
      ? {}
      : { 'related-observations': [{ 'observation-uuid': observationUuid(uuids, techniqueId, category) }] }),
    ...remarks(gap),
  }
}

function gapWords({ kind, category }: Gap): string {
  return category === null || category === kind ? `no ${kind}` : `${kind} (${category})`
}

function decisionProperties({ decision }: Gap): Record<string, string | null> {
  if (decision === null) return {}
  return {
    decision: decision.status,
    'decision-standing': decision.standing,
    'decision-owner': decision.owner,
    'decision-due': decision.due,
    'decision-expiry': decision.expiry,
  }
}

function remarks({ decision }: Gap): { remarks?: string } {
  const reason = markup(decision?.reason ?? '')
  return reason === '' ? {} : { remarks: `Decided: ${reason}` }
}
