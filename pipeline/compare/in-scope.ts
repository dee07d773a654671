import type { Finding } from '../model/finding.js'
import type { HeldRun } from './compared-run.js'

/**
 * Two runs without what either of their reports leaves aside: a technique outside its scope is neither lost nor
 * gained. Links and findings of no page in scope go with it; those of the whole corpus stay.
 */
export function inScope(before: HeldRun, after: HeldRun): { before: HeldRun; after: HeldRun } {
  const scoped = [before, after].flatMap(({ report }) =>
    report?.scope ? [new Set(report.techniques.map(({ id }) => id))] : [],
  )
  if (scoped.length === 0) return { before, after }
  const isWanted = (id: string) => scoped.every((ids) => ids.has(id))
  const isFound = isSameScope(before, after) ? () => true : ({ code }: Finding) => !ofScope.test(code)
  return { before: restricted(before, isWanted, isFound), after: restricted(after, isWanted, isFound) }
}

/** Findings that depend on the scope itself; one of a link stands at the first place that is in scope. */
const ofScope = /^(link-|scope-|technique-without-page$|gap-sub-techniques$)/

function isSameScope(before: HeldRun, after: HeldRun): boolean {
  const idsOf = ({ report }: HeldRun) => (report?.scope ? report.techniques.map(({ id }) => id).join() : null)
  return idsOf(before) === idsOf(after)
}

function restricted(
  run: HeldRun,
  isWanted: (id: string) => boolean,
  isFound: (finding: Finding) => boolean,
): HeldRun {
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
      findings: findings.findings.filter(
        (each) => isFound(each) && (each.techniqueId === null || isWanted(each.techniqueId)),
      ),
    },
    report: report && { ...report, techniques: report.techniques.filter(({ id }) => isWanted(id)) },
  }
}
