import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { exitCodes, Failure } from '../model/failure.js'
import { compareText } from '../model/place.js'
import type { TemplateFolder } from '../model/ports.js'

/** The folder that holds the reports shipped with this package. */
export const ownTemplates = fileURLToPath(new URL('../../templates', import.meta.url))

const textFile = /\.(hbs|css|json|svg|txt|md)$/i

/** The report that all others are laid over: what they lack, they have from it. */
const baseReport = 'coverage'

/**
 * One report's folder by path, texts decoded, with the folder of the report `coverage` that it is laid over. A report of
 * the user's own goes before ours.
 */
export async function readTemplateFolder(report: string, userFolder: string | null): Promise<TemplateFolder> {
  if (userFolder !== null && !(await isFolder(userFolder))) {
    throw new Failure(
      `There is no template folder ${userFolder}.`,
      'Check the path given with --templates.',
      { exitCode: exitCodes.usage },
    )
  }
  const roots = userFolder === null ? [ownTemplates] : [userFolder, ownTemplates]
  const files = await filesOfReport(report, roots)
  if (files === null) {
    throw new Failure(
      `There is no report "${report}".`,
      `Name a folder of ${userFolder ?? 'the templates'} with --report, or leave the option out.`,
      { exitCode: exitCodes.usage },
    )
  }
  const base = report === baseReport ? null : await filesOfReport(baseReport, roots)
  return { name: report, files, base: base === null ? null : { name: baseReport, files: base } }
}

async function filesOfReport(
  report: string,
  roots: readonly string[],
): Promise<Map<string, string | Uint8Array> | null> {
  for (const root of roots) {
    const folder = join(root, report)
    if (await isFolder(folder)) return new Map(await filesIn(folder, ''))
  }
  return null
}

async function filesIn(root: string, folder: string): Promise<[string, string | Uint8Array][]> {
  const entries = (await readdir(join(root, folder), { withFileTypes: true })).sort((a, b) =>
    compareText(a.name, b.name),
  )
  const files: [string, string | Uint8Array][] = []
  for (const entry of entries) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (entry.isDirectory()) files.push(...(await filesIn(root, path)))
    else if (entry.isFile())
      files.push([path, await readFile(join(root, path), textFile.test(path) ? 'utf8' : null)])
  }
  return files
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (info) => info.isDirectory(),
    () => false,
  )
}
