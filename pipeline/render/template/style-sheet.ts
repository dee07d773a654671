import { type ReportTemplate, templateFailure, templateText } from './report-template.js'

/**
 * A style sheet of the template folder as text to stand in a `<style>` element, with the files that it names by
 * `url("…")` put in as `data:` URIs.
 *
 * A report loads nothing, from the network or from disk, so what it needs has to be in it.
 *
 * @throws {Failure} (exit 3) when a file that it names is not in the folder, or when it could end its element
 */
export function styleSheet(template: ReportTemplate, path: string): string {
  const text = templateText(template, path)
  if (/<\/?style|<!--|@import/i.test(text)) {
    throw templateFailure(
      template,
      path,
      null,
      'a style sheet may hold no @import, no comment of HTML and no style tag',
    )
  }
  return text.replace(/url\("([^"]*)"\)/g, (_, target: string) => {
    if (target.startsWith('data:')) return `url("${target}")`
    const file = template.files.get(target)
    if (file === undefined) throw templateFailure(template, path, null, `the folder has no ${target}`)
    const bytes = typeof file === 'string' ? Buffer.from(file, 'utf8') : Buffer.from(file)
    return `url("data:${mediaType(target)};base64,${bytes.toString('base64')}")`
  })
}

function mediaType(path: string): string {
  if (path.endsWith('.woff2')) return 'font/woff2'
  if (path.endsWith('.svg')) return 'image/svg+xml'
  return path.endsWith('.png') ? 'image/png' : 'application/octet-stream'
}
