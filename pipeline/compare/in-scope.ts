import type { ComparedRun } from './compared-run.js'

/**
 * Two runs without what either of their reports leaves aside: a technique outside its scope is neither lost nor
 * gained. Links and findings of no page in scope go with it; those of the whole corpus stay.
 */
export function inScope(
  before: ComparedRun,
  after: ComparedRun,
): { before: ComparedRun; after: ComparedRun } {
  const scoped = [before, after].flatMap(({ report }) =>
    report?.scope ? [new Set(report.techniques.map(({ id }) => id))] : [],
  )
  if (scoped.length === 0) return { before, after }
  const isWanted = (id: string) => scoped.every((ids) => ids.has(id))
  return { before: restricted(before, isWanted), after: restricted(after, isWanted) }
}

function restricted(run: ComparedRun, isWanted: (id: string) => boolean): ComparedRun {
  const { model, links, findings, report } = run
  const techniques = model.techniques.filter(({ id }) => isWanted(id))
  const files = new Set(techniques.map(({ place }) => place.file))
  return {
    ...run,
    model: { ...model, techniques },
    links: {
      ...links,
      links: links.links.filter(({ places }) => places.some(({ file }) => files.has(file))),
    },
    findings: {
      ...findings,
      findings: findings.findings.filter(({ techniqueId }) => techniqueId === null || isWanted(techniqueId)),
    },
    report: report && { ...report, techniques: report.techniques.filter(({ id }) => isWanted(id)) },
  }
}
