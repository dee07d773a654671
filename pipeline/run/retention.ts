/** Which runs are kept: the newest `keepRuns` (0: all), and the last complete one of each of `keepMonthly` months. */
export interface RetentionRule {
  keepRuns: number
  keepMonthly: number
}

/** What decides on a run's fate; null where its manifest cannot be read. */
export interface DatedRun {
  runId: string
  manifest: { startedAt: string; complete: boolean; corpus: { location: string } | null } | null
}

/** What becomes of a run. */
export interface Fate {
  runId: string
  /** Why it stays whatever the numbers say: it is the latest, changes are told against it, or it is not ours to judge. */
  keptAs: 'latest' | 'baseline' | 'unreadable' | null
  /** It is among the newest until that many more runs were made; 0 where it is not. */
  recentFor: number
  /** The month whose last complete run it is, YYYY-MM, while that month counts; else null. */
  monthly: string | null
  goes: boolean
}

/**
 * The fate of every run, given newest first, under a rule.
 *
 * Kept in any case: the latest, the newest complete run of each corpus (changes are told against it), and folders without a
 * manifest that we can read. Months are those of UTC; `today` is an ISO 8601 moment in the newest of them.
 */
export function fatesOf(
  runs: readonly DatedRun[],
  latest: string | null,
  { keepRuns, keepMonthly }: RetentionRule,
  today: string,
): Fate[] {
  const corpora = new Set<string>()
  const months = new Set<string>()
  let passed = 0
  return runs.map(({ runId, manifest }): Fate => {
    if (manifest === null) return { runId, keptAs: 'unreadable', recentFor: 0, monthly: null, goes: false }
    const { startedAt, complete, corpus } = manifest
    const isNewestOf = (seen: Set<string>, key: string) =>
      complete && !seen.has(key) && seen.add(key).has(key)
    const isBaseline = isNewestOf(corpora, corpus?.location ?? '')
    const isLastOfMonth = isNewestOf(months, startedAt.slice(0, 7))
    const recentFor = Math.max(0, keepRuns - passed)
    passed += 1
    const isMonthKept = isLastOfMonth && monthsBetween(startedAt, today) < keepMonthly
    const monthly = isMonthKept ? startedAt.slice(0, 7) : null
    const keptAs = runId === latest ? 'latest' : isBaseline ? 'baseline' : null
    const goes = keepRuns > 0 && keptAs === null && recentFor === 0 && monthly === null
    return { runId, keptAs, recentFor, monthly, goes }
  })
}

function monthsBetween(earlier: string, later: string): number {
  const count = (moment: string) => Number(moment.slice(0, 4)) * 12 + Number(moment.slice(5, 7))
  return count(later) - count(earlier)
}

/** The month after the last in which a run of `month` is kept, YYYY-MM. */
export function monthlyUntil(month: string, { keepMonthly }: RetentionRule): string {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + keepMonthly
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`
}
