/** Settings of an assessment at a fixed moment, shortly after the dates that the test pages bear. */
export const assessSettings = {
  tool: { name: 'control-coverage', version: '0.0.0' },
  runId: 'r',
  generatedAt: '2026-11-24T00:00:00.000Z',
  asOf: '2022-09-01',
  staleAfterDays: 365,
  thresholds: { covered: 3, deep: 10, deepSources: 2 },
  policy: 'evidence' as const,
  classification: null,
  settings: [],
}
