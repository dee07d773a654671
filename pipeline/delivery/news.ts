import { gainsOf, type Report } from '../model/report.js'
import type { RunManifest } from '../model/run-manifest.js'
import type { NewsFigures, RunNews } from '../model/run-news.js'
import { runEnd } from '../model/schedule.js'
import { withoutSecrets } from '../model/secrets.js'
import { sentence } from '../model/sentence.js'
import { schemaVersion } from '../model/version.js'

/** What all news have, whatever came of the run. */
export interface NewsFrame {
  tool: { name: string; version: string }
  corpus: string
  startedAt: Date
  endedAt: Date
  lastGood: RunNews['lastGood']
}

/** The news of a run that published something. */
export function publishedNews(
  frame: NewsFrame,
  {
    manifest,
    report,
    failOnCount,
    where,
  }: {
    manifest: Omit<RunManifest, 'digest'>
    report: Report | null
    failOnCount: number
    where: string
  },
): RunNews {
  return {
    ...framed(frame, manifest.exitCode),
    runId: manifest.runId,
    corpus: manifest.corpus?.location ?? frame.corpus,
    revision: manifest.corpus?.revision ?? null,
    classification: report?.classification ?? null,
    where,
    figures: report === null ? null : figuresOf(report),
    changes: report === null ? null : changesOf(report),
    notMade: manifest.renderers
      .filter(({ state }) => state === 'failed')
      .map(({ report: name, format, reason, remedy }) => ({
        file: `${name}.${format}`,
        reason: sentence(reason ?? 'no reason is known'),
        remedy: sentence(remedy ?? ''),
      })),
    failOnCount,
  }
}

/** The news of a run that published nothing. */
export function failedNews(
  frame: NewsFrame,
  { exitCode, sentence: what, remedy }: { exitCode: number; sentence: string; remedy: string },
): RunNews {
  const failure = { sentence: withoutSecrets(what), remedy: withoutSecrets(remedy) }
  return { ...framed(frame, exitCode), failure }
}

function framed({ tool, corpus, startedAt, endedAt, lastGood }: NewsFrame, exitCode: number): RunNews {
  return {
    schemaVersion,
    tool,
    outcome: runEnd(exitCode),
    exitCode,
    runId: null,
    corpus,
    revision: null,
    classification: null,
    startedAt: startedAt.toISOString(),
    endedAt: endedAt.toISOString(),
    durationSeconds: Math.max(0, Math.round((endedAt.getTime() - startedAt.getTime()) / 1000)),
    where: null,
    figures: null,
    changes: null,
    notMade: [],
    failOnCount: 0,
    failure: null,
    lastGood,
  }
}

function figuresOf({ totals, network }: Report): NewsFigures {
  const { techniques, subTechniques, mappings, resources, gaps, links, findings } = totals
  return {
    techniques,
    subTechniques,
    mappings,
    resources,
    gaps,
    links: { ...links },
    findings: { ...findings },
    network: network.detail,
  }
}

function changesOf({ changes }: Report): RunNews['changes'] {
  if (changes.baseline === null) return null
  const [rows, links] = [gainsOf(changes, 'resource'), gainsOf(changes, 'link')]
  return {
    runId: changes.baseline.runId,
    startedAt: changes.baseline.startedAt,
    rowsGained: rows.gained,
    rowsLost: rows.lost,
    linksDied: links.lost,
    linksBack: links.gained,
  }
}
