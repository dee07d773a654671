import type { Artifact } from '../../model/artifact.js'
import type { Report } from '../../model/report.js'
import { gapSuites } from './gap-suites.js'
import { deadSuite, pagesSuite, staleSuite, uncheckedSuite } from './link-suites.js'
import { countOf, type Suite, suiteLines } from './suite.js'

/**
 * `junit.xml`: the gates of `--fail-on` as test suites, in the form that Jenkins, GitLab, Azure and others read.
 *
 * Nothing here decides over an exit code: that is what `--fail-on` does.
 */
export function renderJunit(report: Report): Artifact {
  const suites = [
    ...gapSuites(report),
    deadSuite(report),
    staleSuite(report),
    uncheckedSuite(report),
    pagesSuite(report),
  ]
  const timestamp = report.generatedAt.slice(0, 19)
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    ...suites.flatMap((suite, id) => [...suiteLines(ofRun(suite, report), id, timestamp)]),
    '</testsuites>',
  ]
  return { path: 'junit.xml', bytes: new TextEncoder().encode(`${lines.join('\n')}\n`) }
}

/** The suite with what tells its run; every reader shows suites by themselves. */
function ofRun(suite: Suite, { runId, asOf, corpus, tool, classification }: Report): Suite {
  const run: Suite['properties'] = [
    ['run', runId],
    ['as of', asOf],
    ['corpus', corpus.location],
    ['corpus sha256', corpus.sha256],
    ['tool', `${tool.name} ${tool.version}`],
    ...(classification === null ? [] : ([['classification', classification]] as Suite['properties'])),
    ['passed', countOf(suite, 'passed')],
  ]
  return { ...suite, properties: [...run, ...suite.properties] }
}
