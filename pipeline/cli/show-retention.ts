import { countText } from '../model/number-words.js'
import { type Fate, monthlyUntil, type RetentionRule } from '../run/retention.js'

/** When a run will be removed, in words; empty where the rule keeps all runs. */
export function showFate({ keptAs, recentFor, monthly, goes }: Fate, rule: RetentionRule): string {
  if (rule.keepRuns === 0) return ''
  if (keptAs === 'unreadable') return 'stays: not ours to remove'
  if (goes) return 'goes with the next run'
  const until = [
    ...(recentFor > 0 ? [recentFor === 1 ? 'the next run is made' : `${recentFor} more runs are made`] : []),
    ...(monthly === null ? [] : [`${monthlyUntil(monthly, rule)}, as the last of ${monthly}`]),
    ...(keptAs === 'latest' ? ['another run is the latest'] : []),
    ...(keptAs === 'baseline' ? ['its corpus has another complete run'] : []),
  ]
  return `stays until ${until.join(' and ')}`
}

/** The rule in words. */
export function showRule({ keepRuns, keepMonthly }: RetentionRule): string {
  const monthly = keepMonthly === 0 ? '' : `, and the last complete one of each of ${keepMonthly} months`
  return `Kept are the newest ${countText(keepRuns, 'run')}${monthly}; older ones are removed when the next run is published.`
}
