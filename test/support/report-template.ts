import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { laidOver } from '../../pipeline/render/template/laid-over.js'
import type { ReportTemplate } from '../../pipeline/render/template/report-template.js'
import { readReportFonts } from '../../pipeline/system/browser/index.js'
import { readTemplateFolder } from '../../pipeline/system/template-folder.js'

const root = join(import.meta.dirname, '../../templates/coverage')

/** The texts of `templates/coverage` by path; `changes` replace or add files. */
export async function coverageTemplate(changes: Record<string, string> = {}): Promise<ReportTemplate> {
  const files = new Map<string, string | Uint8Array>(await readReportFonts())
  for (const [path, text] of templateTexts()) files.set(path, text)
  for (const [path, text] of Object.entries(changes)) files.set(path, text)
  return { name: 'coverage', files }
}

/** A report that comes with the program, laid over what it is laid over. */
export async function shippedTemplate(name: string): Promise<ReportTemplate> {
  const { files, base } = await readTemplateFolder(name, null)
  return laidOver({ name, files: new Map([...(await readReportFonts()), ...files]), base })
}

/** Path and text of every file of `templates/coverage`. */
export function templateTexts(): [string, string][] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(hbs|css|js|json)$/.test(path))
    .sort()
    .map((path) => [path.replaceAll('\\', '/'), readFileSync(join(root, path), 'utf8')])
}
