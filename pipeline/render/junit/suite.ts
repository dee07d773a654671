import { attributes, xmlText } from './xml.js'

/** How a case ended; `type` and `lines` of a failure say what stands against it. */
export type Outcome =
  | { state: 'passed' }
  | { state: 'skipped'; why: string }
  | { state: 'failed'; type: string; message: string; lines: string[] }

export interface Case {
  name: string
  outcome: Outcome
}

/** Cases that answer one question. */
export interface Suite {
  /** What is asked, as the word of `--fail-on` and what it is asked of: `gap.detection`. */
  name: string
  properties: [string, string | number][]
  cases: Case[]
}

export function countOf({ cases }: Suite, state: Outcome['state']): number {
  return cases.filter(({ outcome }) => outcome.state === state).length
}

/**
 * A suite as JUnit XML, in the form that Ant and Jenkins both take (their schemas ask for parts that have no meaning
 * here: a host, times and empty outputs).
 */
export function* suiteLines(suite: Suite, id: number, timestamp: string): Generator<string> {
  const counts = {
    tests: suite.cases.length,
    failures: countOf(suite, 'failed'),
    errors: 0,
    skipped: countOf(suite, 'skipped'),
  }
  const { name } = suite
  const own = {
    id,
    package: 'control-coverage',
    name,
    timestamp,
    hostname: 'localhost',
    ...counts,
    time: '0',
  }
  yield `  <testsuite${attributes(own)}>`
  yield '    <properties>'
  for (const [property, value] of suite.properties)
    yield `      <property${attributes({ name: property, value })}/>`
  yield '    </properties>'
  for (const each of suite.cases) yield* caseLines(each, name)
  yield '    <system-out/>'
  yield '    <system-err/>'
  yield '  </testsuite>'
}

function* caseLines({ name, outcome }: Case, suite: string): Generator<string> {
  const tag = `testcase${attributes({ name: tidy(name), classname: `control-coverage.${suite}`, time: '0' })}`
  if (outcome.state === 'passed') {
    yield `    <${tag}/>`
    return
  }
  yield `    <${tag}>`
  if (outcome.state === 'skipped') yield `      <skipped${attributes({ message: outcome.why })}/>`
  else {
    const { message, type, lines } = outcome
    yield `      <failure${attributes({ message, type })}>${lines.map(xmlText).join('\n')}</failure>`
  }
  yield '    </testcase>'
}

/** On one line: readers of JUnit XML fold white space in names. */
function tidy(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
