import type { DiffNote } from '../model/diff.js'
import type { Mapping, ModelSource } from '../model/model.js'
import { compareText } from '../model/place.js'
import type { ComparedRun } from './compared-run.js'
import { judgementNotes } from './judgement-notes.js'

/** What to know before reading the changes: what makes the runs hard to compare, and sources that came or went. */
export function notesOf(before: ComparedRun, after: ComparedRun): DiffNote[] {
  return [
    ...differing('other-corpus', before.model.corpus.location, after.model.corpus.location),
    ...differing('other-tool-version', versionOf(before), versionOf(after)),
    ...differing('other-network', before.links.network.state, after.links.network.state),
    ...judgementNotes(before.report, after.report),
    ...sourceNotes(before.model, after.model),
  ]
}

function differing(code: DiffNote['code'], before: string, after: string): DiffNote[] {
  return before === after ? [] : [{ code, category: null, source: null, before, after }]
}

function versionOf({ tool }: ComparedRun): string {
  return `${tool.name} ${tool.version}`
}

function sourceNotes(before: ModelSource, after: ModelSource): DiffNote[] {
  const [had, has] = [sourcesOf(before), sourcesOf(after)]
  const added = [...has].filter(([key]) => !had.has(key))
  const removed = [...had].filter(([key]) => !has.has(key))
  return [
    ...added.map(([, mapping]) => sourceNote('source-added', mapping, null, mapping.sourceName)),
    ...removed.map(([, mapping]) => sourceNote('source-removed', mapping, mapping.sourceName, null)),
  ]
}

function sourceNote(
  code: DiffNote['code'],
  { category, source }: Mapping,
  before: string | null,
  after: string | null,
): DiffNote {
  return { code, category, source, before, after }
}

/** The sources by category and id, in that order, each with its first block. */
function sourcesOf({ techniques }: ModelSource): Map<string, Mapping> {
  const sources = new Map<string, Mapping>()
  for (const { mappings } of techniques) {
    for (const mapping of mappings) {
      const key = `${mapping.category}\n${mapping.source}`
      if (!sources.has(key)) sources.set(key, mapping)
    }
  }
  return new Map([...sources].sort(([a], [b]) => compareText(a, b)))
}
