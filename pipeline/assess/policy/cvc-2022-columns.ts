import type { ReportPolicy } from '../../model/report.js'
import { cvc2022Rules, policySources } from './cvc-2022.js'

type Column = ReportPolicy['columns'][number]

const sourceNames = {
  mitigations: 'ATT&CK mitigations',
  nist: 'NIST',
  d3fend: 'D3FEND',
  engage: 'Engage',
  cis: 'CIS',
} as const

const noCounts =
  'The pages count D3FEND alone, and without the counts of ATT&CK mitigations, NIST, CIS and Engage no value is given.'

/** The columns of `cvc-2022` with their rules in words; `isOutside` where an outside table lends what no page has. */
export function cvc2022Columns(isOutside: boolean): Column[] {
  const words = [...cvc2022Rules.words]
  return [
    {
      id: 'policy_process_volume',
      heading: 'Policy volume',
      rule: policyRule(),
      words,
      notKnown: [
        'The site published no rule; this one gives its 578 cells of August 2022, which leave open whether the third step of mitigations begins at 4, 5 or 6 and the second of CIS anywhere from 4 to 7.',
        ...(isOutside ? [] : [noCounts]),
      ].join(' '),
    },
    {
      id: 'detect_volume',
      heading: 'Detection volume',
      rule: fromOutside(isOutside),
      words,
      notKnown: unknownVolume(isOutside, '11 of its 16 sources'),
    },
    {
      id: 'test_volume',
      heading: 'Test volume',
      rule: fromOutside(isOutside),
      words,
      notKnown: unknownVolume(isOutside, '4 of its 6 sources'),
    },
    {
      id: 'validate_potential',
      heading: 'Validation potential',
      rule: 'By detection and test volume: 0 where both are 0; else 1 where the detection volume is at most 1 or the test volume 0; else 3 where they add up to 5 or more; else 2.',
      words,
      notKnown: `The site published no rule; this one gives 574 of its 578 cells of August 2022.${isOutside ? '' : ' It needs both volumes, and no value is given without them.'}`,
    },
  ]
}

function policyRule(): string {
  const points = policySources.map((source) => {
    return `${sourceNames[source]} (${cvc2022Rules.policyPoints[source].join(', ')})`
  })
  const [low, medium, high] = cvc2022Rules.policyVolume
  return `Each source gives 1, 2 or 3 points from these counts on: ${points.join(', ')}. Their sum gives 1 from ${low} on, 2 from ${medium} on, 3 from ${high} on.`
}

function fromOutside(isOutside: boolean): string {
  return isOutside ? 'As the outside table states it: the rule is not known.' : 'The rule is not known.'
}

function unknownVolume(isOutside: boolean, missing: string): string {
  const known =
    'The site published none. Sets of points that give its first cells, of January 2022, can be found; none is proven to be its own, and they miss 48 of the 578 cells of August 2022.'
  return isOutside ? known : `${known} No page counts ${missing}. No value is given.`
}
