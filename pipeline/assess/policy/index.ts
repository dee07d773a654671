import { sha256 } from '../../model/digest.js'
import { groupBy } from '../../model/group-by.js'
import type { OutsideCells } from '../../model/outside-table.js'
import type { PolicyId, ReportPolicy } from '../../model/report.js'
import { stableJson } from '../../model/stable-json.js'
import type { AssessedResource } from '../assessed-resource.js'
import type { TechniqueCoverage } from '../coverage.js'
import { cvc2022Rules, type PolicySource, policyVolume, validationPotential } from './cvc-2022.js'
import { cvc2022Columns } from './cvc-2022-columns.js'
import { evidenceInWords, evidenceRules, type PolicyLimits } from './evidence.js'

/**
 * The policy as reports print it, with its digest: equal ones, comparable figures. `cvc-2022` keeps the levels and sets
 * its columns beside them; what neither the pages nor the outside table tell has no value, and the column says why.
 */
export function reportPolicy(
  id: PolicyId,
  limits: PolicyLimits,
  techniques: readonly TechniqueCoverage[],
  resources: readonly AssessedResource[],
  outside: OutsideCells | null,
): ReportPolicy {
  const evidence = evidenceRules(limits)
  const describes = evidenceInWords(limits)
  if (id === 'evidence') {
    const digest = sha256(stableJson(evidence))
    return { id, version: evidence.version, digest, title: 'Evidence', describes, columns: [], rows: [] }
  }
  const columns = cvc2022Columns(outside !== null)
  const d3fend = groupBy(
    resources.filter(({ mapping }) => mapping.category === 'policy' && mapping.source === 'd3fend'),
    ({ technique }) => technique.id,
  )
  return {
    id,
    version: cvc2022Rules.version,
    digest: sha256(stableJson({ ...cvc2022Rules, evidence })),
    title: 'Control Validation Compass, 2022',
    describes: `The levels of the policy "evidence", and beside them the four columns of the Control Validation Compass as far as their rules are known. ${describes}`,
    columns,
    rows: techniques.flatMap((technique) => {
      const values = cvc2022Values(outside?.get(technique.id), d3fend.get(technique.id)?.length ?? 0)
      return columns.map(({ id: column, heading, words }, index) => {
        const value = values[index] ?? null
        return {
          techniqueId: technique.id,
          techniqueName: technique.name,
          column,
          heading,
          value,
          word: value === null ? null : (words[value] ?? null),
        }
      })
    }),
  }
}

/** Values in the order of the columns. D3FEND is counted on the page: its rows, repeats included, as the site did. */
function cvc2022Values(
  cells: Readonly<Record<string, number | null>> | undefined,
  d3fend: number,
): (number | null)[] {
  const cell = (column: string) =>
    cells !== undefined && Object.hasOwn(cells, column) ? (cells[column] ?? 0) : null
  const counts = {
    mitigations: cell('mitigations'),
    nist: cell('nist'),
    d3fend,
    engage: cell('engage'),
    cis: cell('cis'),
  }
  const detection = volumeOf(cell('detect_volume'))
  const test = volumeOf(cell('test_volume'))
  return [
    areKnown(counts) ? policyVolume(counts) : null,
    detection,
    test,
    detection === null || test === null ? null : validationPotential(detection, test),
  ]
}

/** A volume of an outside table; null for what is none. */
function volumeOf(cell: number | null): number | null {
  return cell !== null && cvc2022Rules.words[cell] !== undefined ? cell : null
}

function areKnown(
  counts: Readonly<Record<PolicySource, number | null>>,
): counts is Record<PolicySource, number> {
  return Object.values(counts).every((count) => count !== null)
}
