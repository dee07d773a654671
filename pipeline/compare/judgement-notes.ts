import type { ComparedReport } from '../model/compared-report.js'
import type { DiffNote } from '../model/diff.js'

type Report = ComparedReport | null

/** Whether both runs judged by one rule, so that a level that differs tells of the evidence and not of the rule. */
export function isJudgedAlike(before: Report, after: Report): boolean {
  return before?.policy !== undefined && before.policy.digest === after?.policy?.digest
}

/** What differs in how two runs judged: policy and limits, scope, reference tables. What a run does not say is null. */
export function judgementNotes(before: Report, after: Report): DiffNote[] {
  return [
    ...policyNotes(before, after),
    ...noteWhere(before?.scope !== undefined && after?.scope !== undefined, 'other-scope', {
      before: scopeText(before),
      after: scopeText(after),
      differ: scopeKey(before) !== scopeKey(after),
    }),
    ...noteWhere(before?.reference !== undefined && after?.reference !== undefined, 'other-reference', {
      before: referenceText(before, after),
      after: referenceText(after, before),
      differ: referenceKey(before) !== referenceKey(after),
    }),
  ]
}

interface Sides {
  before: string | null
  after: string | null
  differ: boolean
}

function noteWhere(isKnown: boolean, code: DiffNote['code'], { before, after, differ }: Sides): DiffNote[] {
  return isKnown && differ ? [{ code, category: null, source: null, before, after }] : []
}

function policyNotes(before: Report, after: Report): DiffNote[] {
  const [was, is] = [policyText(before, after), policyText(after, before)]
  const sides = { category: null, source: null, before: was, after: is }
  if (was === null || is === null) return [{ code: 'levels-unknown', ...sides }]
  return isJudgedAlike(before, after) ? [] : [{ code: 'other-policy', ...sides }]
}

/** `evidence 1`, with the limits that the other run has otherwise, and with a digest where all else reads the same. */
function policyText(own: Report, other: Report): string | null {
  if (own?.policy === undefined) return null
  const { id, version, digest } = own.policy
  const name = `${id} ${version}`
  const limits = Object.entries(own.thresholds ?? {}).filter(([limit, value]) => {
    const there = other?.thresholds?.[limit]
    return there !== undefined && there !== value
  })
  if (limits.length > 0) return `${name}, ${limits.map(([limit, value]) => `${limit} ${value}`).join(', ')}`
  const isTwin = other?.policy !== undefined && `${other.policy.id} ${other.policy.version}` === name
  return isTwin && other.policy?.digest !== digest ? `${name}, digest ${digest.slice(0, 8)}` : name
}

function scopeKey(report: Report): string {
  const { scope } = report ?? {}
  return scope ? [scope.scoreRule, ...scope.layers.map(({ sha256 }) => sha256).sort()].join('\n') : ''
}

/** The names of the layers, or null where all pages are reported. */
function scopeText(report: Report): string | null {
  const { scope } = report ?? {}
  if (!scope) return null
  return scope.layers.map(({ name, sha256 }) => `${name} (${sha256.slice(0, 8)})`).join(', ')
}

function referenceKey(report: Report): string {
  const { reference } = report ?? {}
  return `${reference?.attackSha256} ${reference?.d3fendSha256}`
}

/** `ATT&CK 19.1, D3FEND 1.2.0`, with a digest where another table bears the same version. */
function referenceText(own: Report, other: Report): string | null {
  if (own?.reference === undefined) return null
  const { attackVersion, attackSha256, d3fendVersion, d3fendSha256 } = own.reference
  const there = other?.reference
  const twin = (isTwin: boolean, sha256: string) => (isTwin ? ` (table ${sha256.slice(0, 8)})` : '')
  const attack = there?.attackVersion === attackVersion && there.attackSha256 !== attackSha256
  const d3fend = there?.d3fendVersion === d3fendVersion && there.d3fendSha256 !== d3fendSha256
  return `ATT&CK ${attackVersion}${twin(attack, attackSha256)}, D3FEND ${d3fendVersion}${twin(d3fend, d3fendSha256)}`
}
