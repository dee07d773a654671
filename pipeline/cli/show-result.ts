import { relative } from 'node:path'
import type { Config } from '../config/config.js'
import { countText, wordFor } from '../model/number-words.js'
import { gainsOf, type Report } from '../model/report.js'
import { sentence } from '../model/sentence.js'
import type { RunResult } from '../run/index.js'
import { harmless } from './harmless.js'
import { highlightLines, noteLine } from './show-diff.js'

/** The closing summary: what was found, what could not be found out, and the files, for standard output. */
export function showResult(result: RunResult, config: Config): string {
  const { manifest, folder, report } = result
  const lines = [
    ...(report === null ? [] : describeReport(report)),
    ...manifest.renderers.flatMap(({ report, format, state, reason, remedy, notes }) => [
      ...(state === 'failed'
        ? [
            `${report}.${format} was not made: ${sentence(reason ?? 'no reason is known')} ${sentence(remedy ?? '')}`,
          ]
        : []),
      ...notes.map((note) => `${report}.${format}: ${note}`),
    ]),
    ...(result.failOnCount === 0
      ? []
      : [
          `${countText(result.failOnCount, 'finding')} of the kinds given with --fail-on ${wordFor(result.failOnCount, 'stands', 'stand')}.`,
        ]),
    '',
    `Run ${manifest.runId} in ${shown(folder)}${manifest.complete ? ` (also ${shown(`${config.out}/latest`)})` : ''}:`,
    ...fileLines(manifest.outputs.map(({ path }) => path)),
    ...(result.signedBy === null ? [] : signatureLines(result.signedBy)),
  ]
  return `${lines.join('\n')}\n`
}

function describeReport(report: Report): string[] {
  const { totals } = report
  return [
    `${countText(totals.techniques, 'technique')} (${totals.subTechniques} of them sub-techniques), ${countText(totals.mappings, 'mapping')}, ${countText(totals.resources, 'resource')}`,
    ...describeScope(report),
    ...describeLinks(report),
    ...describeChanges(report),
    ...describeDecisions(report),
    `${countText(totals.gaps, 'gap')}${totals.gapsAccepted === 0 ? '' : ` (${totals.gapsAccepted} of them accepted)`}; ${countText(totals.findings.error, 'error')}, ${countText(totals.findings.warning, 'warning')}, ${countText(totals.findings.note, 'note')}`,
  ]
}

function describeScope({ scope, totals }: Report): string[] {
  if (scope === null) return []
  const files = [...new Set(scope.layers.map(({ file }) => file))].join(', ')
  const unknown = scope.unknown.length === 0 ? '' : `; left out as unknown: ${shortList(scope.unknown)}`
  return [
    `scope ${files}: ${countText(scope.withoutPage, 'technique')} without a page; ${scope.pagesOutside} of ${countText(totals.pages, 'page')} outside it left out${unknown}`,
  ]
}

/** The first few of many, and how many more there are. What a file holds cannot steer the terminal. */
function shortList(ids: readonly string[]): string {
  const shown = ids.slice(0, 5).map((id) => id.replace(/\p{C}/gu, '?'))
  return [...shown, ...(ids.length > 5 ? [`${ids.length - 5} more`] : [])].join(', ')
}

/** Without a network clones and tables may know much: what they know is said, and then why nobody else was asked. */
function describeLinks({ totals, network }: Report): string[] {
  const { links, distinctUrls } = totals
  const lost = links.dead === 0 ? 'none dead' : `${links.dead} dead`
  const states = `${links.alive} alive, ${links.moved} moved, ${lost}`
  const why = network.detail === null ? [] : [`  ${network.detail}`]
  if (network.state === 'offline' || network.state === 'no-network') {
    const known = links.alive + links.moved + links.dead
    const what =
      known === 0
        ? `nothing is known of ${countText(distinctUrls, 'link')}`
        : `${known} of ${countText(distinctUrls, 'link')} known without asking a site: ${states}, ${distinctUrls - known} unknown`
    return [what, ...why]
  }
  const asked = distinctUrls - links.unchecked - links.refused
  const unknown = links.blocked + links.unreachable
  return [`${asked} of ${countText(distinctUrls, 'link')} checked: ${states}, ${unknown} unknown`, ...why]
}

/** The gravest alone: `diff` and the reports have the rest. */
const shownChanges = 3

function describeChanges({ changes }: Report): string[] {
  if (changes.baseline === null) return []
  const [rows, links] = [gainsOf(changes, 'resource'), gainsOf(changes, 'link')]
  const ofRows = `of the rows ${rows.gained} gained and ${rows.lost} lost`
  const ofLinks = `of the links ${links.lost} died and ${links.gained} came back`
  return [
    `since run ${changes.baseline.runId}: ${ofRows}; ${ofLinks}`,
    ...changes.notes
      .filter(({ code }) => !code.startsWith('source-'))
      .map((note) => `  ${harmless(noteLine(note))}`),
    ...highlightLines(changes.highlights.slice(0, shownChanges)).map((line) => `  ${harmless(line)}`),
  ]
}

function describeDecisions({ decisions: { file, rows } }: Report): string[] {
  if (file === null) return []
  const of = (standing: (typeof rows)[number]['standing']) =>
    rows.filter((row) => row.standing === standing).length
  const counts = [
    `${of('in-force')} in force`,
    `${of('expired')} expired`,
    `${of('gap-gone')} on gaps that are gone`,
    ...(of('out-of-scope') > 0 ? [`${of('out-of-scope')} out of scope`] : []),
    `${of('incomplete') + of('unreadable')} that cannot be applied`,
  ]
  return [`${countText(rows.length, 'decision')} in ${file.name}: ${counts.join(', ')}`]
}

/** The key to check by is told where the run is told: a folder that brought its own would prove nothing. */
function signatureLines(publicKey: string): string[] {
  return [
    '  run.json.sig',
    '',
    'Signed; the public key, for `verify --public-key FILE`:',
    publicKey.trimEnd(),
  ]
}

/** JSON that is made for other tools, as reports are for people. */
const forOtherTools = new Set(['navigator.json', 'navigator-gaps.json', 'oscal.json'])

/** Reports first, then CSV, then the data they come from. */
function fileLines(paths: string[]): string[] {
  const isData = (path: string) => path.endsWith('.json') && !forOtherTools.has(path)
  const reports = paths.filter((path) => !path.includes('/') && !isData(path))
  const tables = paths.filter((path) => path.startsWith('csv/'))
  const data = paths.filter((path) => !path.includes('/') && isData(path))
  const csv = tables.length === 0 ? [] : [`csv/ (${countText(tables.length, 'file')})`]
  return [...reports, ...csv, ...data, 'run.json'].map((path) => `  ${path}`)
}

function shown(path: string): string {
  const fromHere = relative('', path)
  return fromHere.startsWith('..') ? path : fromHere
}
