import { sha256 } from '../model/digest.js'
import { exitCodes, Failure } from '../model/failure.js'
import type { NamedFile } from '../model/ports.js'
import { enterpriseDomains, type Layer, layerFormats, WrittenLayer } from './layer.js'

/**
 * The layers of an ATT&CK Navigator file: one, or a list of them.
 *
 * @throws {Failure} (exit 3) where the file is no JSON, holds no layer, is in another format or domain, or has a value of
 * the wrong type, with the path to it
 */
export function readLayers(file: NamedFile): Layer[] {
  const value = parsed(file)
  if (!Array.isArray(value)) return [layerOf(value, file, '')]
  if (value.length === 0) throw unusable(file.name, 'is an empty list')
  return value.map((each, at) => layerOf(each, file, `[${at}]`))
}

function parsed({ name, bytes }: NamedFile): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch (cause) {
    throw unusable(name, 'is no JSON', exportAgain, cause)
  }
}

function layerOf(value: unknown, file: NamedFile, at: string): Layer {
  const where = at === '' ? '' : ` at ${at}`
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw unusable(file.name, `holds no layer${where}`)
  }
  const format = formatOf(value)
  if (format === null) throw unusable(file.name, `does not say which layer format it is in${where}`)
  if (!layerFormats.some((known) => known === format)) {
    throw unusable(
      file.name,
      `is in layer format "${format.slice(0, 20)}"${where}; formats 4.0 to 4.5 are read`,
      'Open it in the ATT&CK Navigator, which brings it up to date, and download it again.',
    )
  }
  const result = WrittenLayer.safeParse(value)
  if (!result.success) {
    const [issue, ...more] = result.error.issues
    const others = more.length === 0 ? '' : ` (and ${more.length} more)`
    const path = pathText(at, issue?.path ?? [])
    throw unusable(file.name, `is wrong at ${path}: ${issue?.message ?? 'it is no layer'}${others}`)
  }
  const { domain } = result.data
  if (!enterpriseDomains.includes(domain)) {
    throw unusable(
      file.name,
      `is about the domain "${domain}"${where}; the pages are about ATT&CK Enterprise`,
      'Name a layer of the domain enterprise-attack.',
    )
  }
  return { ...result.data, file: file.name, sha256: sha256(file.bytes), format }
}

/** The version of the format: `versions.layer`, and `version` in 4.0. */
function formatOf(layer: object): string | null {
  const versions = 'versions' in layer ? layer.versions : null
  if (typeof versions === 'object' && versions !== null && 'layer' in versions) return text(versions.layer)
  return 'version' in layer ? text(layer.version) : null
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

/** `techniques[3].score`, in a list of layers `[1].techniques[3].score`. */
function pathText(at: string, path: readonly PropertyKey[]): string {
  const steps = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
  return `${at}${steps.join('')}`.replace(/^\./, '')
}

const exportAgain = 'Mend the file, or download the layer from the ATT&CK Navigator again.'

function unusable(file: string, why: string, remedy = exportAgain, cause?: unknown): Failure {
  const options = { exitCode: exitCodes.usage, ...(cause === undefined ? {} : { cause }) }
  return new Failure(`The scope layer ${file} ${why}.`, remedy, options)
}
