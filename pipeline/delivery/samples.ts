import type { RunNews } from '../model/run-news.js'
import { schemaVersion } from '../model/version.js'

const published: RunNews = {
  schemaVersion,
  tool: { name: 'control-coverage', version: '0' },
  outcome: 'incomplete',
  exitCode: 4,
  runId: 'sample',
  corpus: 'pages',
  revision: '0123456789abcdef',
  classification: 'TLP:AMBER',
  startedAt: '2026-01-01T00:00:00.000Z',
  endedAt: '2026-01-01T00:01:00.000Z',
  durationSeconds: 60,
  where: 'https://reports.example/sample/',
  figures: {
    techniques: 2,
    subTechniques: 1,
    mappings: 1,
    resources: 1,
    gaps: 1,
    links: { alive: 1, moved: 1, dead: 1, blocked: 1, unreachable: 1, unchecked: 1, refused: 1 },
    findings: { error: 1, warning: 1, note: 1 },
    network: 'no network',
  },
  changes: {
    runId: 'before',
    startedAt: '2025-12-31T00:00:00.000Z',
    rowsGained: 1,
    rowsLost: 1,
    linksDied: 1,
    linksBack: 1,
  },
  notMade: [{ file: 'coverage.pdf', reason: 'No browser was found.', remedy: 'Install one.' }],
  failOnCount: 1,
  failure: null,
  lastGood: {
    runId: 'before',
    startedAt: '2025-12-31T00:00:00.000Z',
    where: 'https://reports.example/before/',
  },
}

const failed: RunNews = {
  ...published,
  outcome: 'failed',
  exitCode: 1,
  runId: null,
  revision: null,
  where: null,
  figures: null,
  changes: null,
  notMade: [],
  failure: { sentence: 'The disk is full.', remedy: 'Make room.' },
}

/** News of every kind, with everything that they can hold and with the least of it, to try templates on. */
export const sampleNews: readonly RunNews[] = [
  published,
  {
    ...published,
    outcome: 'published',
    exitCode: 0,
    changes: null,
    notMade: [],
    lastGood: null,
    classification: null,
  },
  {
    ...published,
    outcome: 'published',
    exitCode: 0,
    figures: null,
    changes: null,
    notMade: [],
    revision: null,
  },
  failed,
  { ...failed, lastGood: null },
]
