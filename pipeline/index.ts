/**
 * Control Coverage as a library: the whole run, or its stages one by one.
 *
 * `run` joins everything to this machine, as the command does. The stages are functions over the values of the saved
 * artifacts, each from the value before it: `extract` the pages, `normalize` what they say, `check` the links, `assess` what
 * it amounts to, then a renderer. They touch neither disk nor network; `check` is handed what it asks.
 *
 * Each artifact (`Records`, `Model`, `Links`, `Findings`, `Report`, `RunManifest`, `Diff`) is both a type and a zod schema of
 * the same name: `Report.parse(JSON.parse(text))` reads a saved one.
 *
 * @module control-coverage
 */

export { type AssessSettings, assess, type Facts } from './assess/index.js'
export { type CheckNeeds, type CheckSettings, check } from './check/index.js'
export { type ComparedRun, compare } from './compare/index.js'
export { Config, type WrittenConfig } from './config/config.js'
export { type CorpusName, extract } from './extract/index.js'
export { type Fix, type FixedPage, type FixInput, fix } from './fix/index.js'
export { type RunOptions, run } from './library/run.js'
export type { Artifact } from './model/artifact.js'
export { Category } from './model/category.js'
export { Diff, type DiffChange } from './model/diff.js'
export { type ExitCode, exitCodes, Failure } from './model/failure.js'
export { Finding, Findings, findingCodes } from './model/finding.js'
export { type FindingHelp, findingHelp } from './model/finding-help.js'
export { type LinkRecord, LinkState, Links } from './model/links.js'
export { Model } from './model/model.js'
export type { CorpusFile } from './model/ports.js'
export { Records } from './model/records.js'
export type { Reference } from './model/reference.js'
export { Report } from './model/report.js'
export { RunManifest } from './model/run-manifest.js'
export type { Scope } from './model/scope.js'
export { type NormalizeSettings, normalize } from './normalize/index.js'
export { renderJunit } from './render/junit/index.js'
export { renderMarkdown } from './render/markdown/index.js'
export { renderNavigator } from './render/navigator/index.js'
export { renderOscal } from './render/oscal/index.js'
export { renderSarif } from './render/sarif/index.js'
export type { RunResult } from './run/index.js'
export { type ScopeRequest, scopeOf, scopeRequest } from './scope/index.js'
export { readWholeCorpus } from './system/corpus-folder.js'
export { readReference } from './system/reference-files.js'
