import type { RunNews } from '../model/run-news.js'
import { isSuccess } from '../model/schedule.js'

const successName = 'control_coverage_last_success_timestamp_seconds'

/**
 * The news as metrics in Prometheus' text format 0.0.4. `earlierSuccess` (seconds since 1970) is when a run last
 * published a complete report: it outlives failures, since alerts ask for its age. What a failed run did not learn is left out.
 */
export function metricsText(news: RunNews, earlierSuccess: number | null): string {
  const endedAt = seconds(news.endedAt)
  const success = isSuccess(news.exitCode) ? endedAt : earlierSuccess
  const { figures } = news
  const label = { corpus: news.corpus }
  return [
    ...gauge(successName, 'end of the last run that published a complete report', [[label, success]]),
    ...gauge('control_coverage_last_run_timestamp_seconds', 'end of the last run', [[label, endedAt]]),
    ...gauge('control_coverage_last_run_duration_seconds', 'how long the last run took', [
      [label, news.durationSeconds],
    ]),
    ...gauge('control_coverage_last_run_exit_code', 'exit code of the last run', [[label, news.exitCode]]),
    ...gauge('control_coverage_techniques', 'techniques with a page', [[label, figures?.techniques ?? null]]),
    ...gauge('control_coverage_resources', 'rows of all mappings', [[label, figures?.resources ?? null]]),
    ...gauge('control_coverage_gaps', 'gaps in coverage', [[label, figures?.gaps ?? null]]),
    ...gauge(
      'control_coverage_findings',
      'findings by severity',
      Object.entries(figures?.findings ?? {}).map(([severity, count]) => [{ ...label, severity }, count]),
    ),
    ...gauge(
      'control_coverage_links',
      'distinct links by state',
      Object.entries(figures?.links ?? {}).map(([state, count]) => [{ ...label, state }, count]),
    ),
  ].join('')
}

/** The time of the last success that an earlier text of these metrics tells, in seconds since 1970, or null. */
export function successIn(text: string): number | null {
  const line = text.split('\n').find((each) => each.startsWith(`${successName}{`))
  const value = Number(line?.slice(line.lastIndexOf(' ') + 1))
  return line !== undefined && Number.isSafeInteger(value) && value > 0 ? value : null
}

function gauge(name: string, help: string, samples: [Record<string, string>, number | null][]): string[] {
  const known = samples.filter((sample): sample is [Record<string, string>, number] => sample[1] !== null)
  if (known.length === 0) return []
  return [
    `# HELP ${name} ${help}\n# TYPE ${name} gauge\n`,
    ...known.map(([labels, value]) => `${name}{${labelsText(labels)}} ${value}\n`),
  ]
}

function labelsText(labels: Record<string, string>): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${value.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`)
    .join(',')
}

function seconds(moment: string): number {
  return Math.floor(Date.parse(moment) / 1000)
}
