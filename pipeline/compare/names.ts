import { withoutSecrets } from '../model/secrets.js'
import type { ComparedRun } from './compared-run.js'

/** What techniques and sources are called, as the later run has them; credentials masked. */
export interface Names {
  /** The name of a technique, without its id; '' where nothing names it. */
  technique(id: string): string
  /** The name of a source, or its id where nothing names it. */
  source(id: string): string
}

/** The names that the pages of two runs use. */
export function namesOf(before: ComparedRun, after: ComparedRun): Names {
  const techniques = new Map<string, string>()
  const sources = new Map<string, string>()
  for (const { model, report } of [before, after]) {
    for (const { id, name } of report?.techniques ?? []) techniques.set(id, name)
    for (const { id, name, mappings } of model.techniques) {
      techniques.set(id, name)
      for (const { source, sourceName } of mappings) sources.set(source, sourceName)
    }
  }
  return {
    technique: (id) => withoutSecrets(techniques.get(id) ?? ''),
    source: (id) => withoutSecrets(sources.get(id) ?? id),
  }
}
