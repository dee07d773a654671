import { scopeFiles } from '../config/scope-files.js'
import type { NamedFile } from '../model/ports.js'
import { type ScopeRequest, scopeRequest } from '../scope/index.js'
import type { RunNeeds, RunPlan } from './run-plan.js'

/** The layers that a run is to report by, and the files that they were read from. */
export interface ReadScope {
  files: NamedFile[]
  /** Null where all pages are reported. */
  request: ScopeRequest | null
}

/** The scope of a run that assesses; a Failure (exit 3) where a layer cannot be read. */
export async function readScope(
  { config, stages }: RunPlan,
  { readSettingFile }: Pick<RunNeeds, 'readSettingFile'>,
): Promise<ReadScope> {
  const paths = stages.includes('assess') ? scopeFiles(config) : []
  const files = await Promise.all(paths.map((path) => readSettingFile('scope', path)))
  return { files, request: files.length === 0 ? null : scopeRequest(files, config.scopeScore) }
}
