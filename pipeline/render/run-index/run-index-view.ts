import { groupBy } from '../../model/group-by.js'
import { compareText } from '../../model/place.js'
import type { RunManifest } from '../../model/run-manifest.js'
import { type CorpusTrend, corpusTrend } from './corpus-trend.js'

/** A published run as its folder tells: the folder's name, and its manifest where that can be read. */
export interface ListedRun {
  runId: string
  manifest: RunManifest | null
}

/** A run as the list shows it; figures are text, since not every run has them. */
export interface RunRow {
  runId: string
  state: 'complete' | 'incomplete' | 'partial' | 'unreadable'
  startedAt: string | null
  asOf: string | null
  classification: string | null
  derivedFrom: string | null
  /** Layers that it was confined to. */
  scope: string[]
  /** False where it has a report and asked no link. */
  checked: boolean
  stages: string[]
  failed: string[]
  figures: { name: FigureName; value: number }[]
  documents: FileLink[]
  data: FileLink[]
}
type FigureName = 'techniques' | 'resources' | 'gaps' | 'verified' | 'lost' | 'findings' | 'links'

/** A file of a run: its path from the list on, and what it is called there. */
interface FileLink {
  path: string
  name: string
}

export interface RunIndexView {
  count: number
  corpora: { location: string; runs: RunRow[]; trend: CorpusTrend | null }[]
}

/** The runs by corpus; the corpus of the newest run comes first, and of each the newest run. */
export function runIndexView(listed: readonly ListedRun[]): RunIndexView {
  const runs = [...listed].sort(
    (a, b) =>
      compareText(b.manifest?.startedAt ?? '', a.manifest?.startedAt ?? '') || compareText(b.runId, a.runId),
  )
  const byCorpus = groupBy(runs, ({ manifest }) => manifest?.corpus?.location ?? '')
  return {
    count: runs.length,
    corpora: [...byCorpus].map(([location, own]) => ({
      location,
      runs: own.map(runRow),
      trend: corpusTrend(own.flatMap(({ manifest }) => manifest ?? []).reverse()),
    })),
  }
}

function runRow({ runId, manifest }: ListedRun): RunRow {
  if (manifest === null) return { ...nothingKnown, runId }
  const { classification, scope } = manifest.settings
  const outputs = manifest.outputs.map(({ path }) => path).filter((path) => isPlainPath(path))
  const links = (paths: string[]) => paths.map((path) => ({ path: `runs/${runId}/${path}`, name: path }))
  return {
    runId,
    state: stateOf(manifest),
    startedAt: manifest.startedAt,
    asOf: manifest.asOf,
    classification: typeof classification === 'string' ? classification : null,
    derivedFrom: manifest.derivedFrom,
    scope: Array.isArray(scope) ? scope.map(String) : [],
    checked: manifest.figures?.checked !== false,
    stages: manifest.stages,
    failed: manifest.renderers
      .filter(({ state }) => state === 'failed')
      .map(({ report, format }) => `${report}.${format}`),
    figures: figureList(manifest),
    documents: links(outputs.filter((path) => /^[^/]+\.(html|pdf|xlsx)$/.test(path))),
    data: links([...outputs.filter((path) => /^(csv\/.*|report\.json)$/.test(path)), 'run.json']),
  }
}

const nothingKnown: Omit<RunRow, 'runId'> = {
  state: 'unreadable',
  startedAt: null,
  asOf: null,
  classification: null,
  derivedFrom: null,
  scope: [],
  checked: true,
  stages: [],
  failed: [],
  figures: [],
  documents: [],
  data: [],
}

/** Whether a manifest's path is one of ours: a manifest is a file like any other, and may have been written by anybody. */
function isPlainPath(path: string): boolean {
  return /^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/.test(path)
}

function stateOf({ complete, stages }: RunManifest): RunRow['state'] {
  if (complete) return 'complete'
  return stages.includes('render') ? 'incomplete' : 'partial'
}

function figureList(manifest: RunManifest): RunRow['figures'] {
  const { figures, counts } = manifest
  // Where a scope was given, what is reported is less than what was read.
  const { techniques, resources, gaps, links } = { ...counts, ...figures }
  // Of links that nobody asked these two would say little.
  const known = {
    techniques,
    resources,
    verified: figures?.checked === true ? figures.verified : undefined,
    lost: figures?.checked === true ? figures.lost : undefined,
    gaps,
    findings: counts.findings,
    links,
  }
  return Object.entries(known).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name: name as FigureName, value }],
  )
}
