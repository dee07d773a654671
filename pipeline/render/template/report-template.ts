import { exitCodes, Failure } from '../../model/failure.js'

/**
 * A template folder as read: the words and the layout of one report.
 *
 * Paths are relative to the folder and `/`-separated: `report.hbs`, `partials/<name>.hbs`, `style.css`,
 * `tables.json`, `words.json`, `fonts/<name>.woff2`, and of the page for browsers `page/page.hbs`, `page/<name>.hbs`,
 * `page/<name>.css`, `page/<name>.js`. Fonts are bytes, everything else is text.
 */
export interface ReportTemplate {
  /** Name of the folder and of the report made of it, such as `coverage`. */
  name: string
  files: ReadonlyMap<string, string | Uint8Array>
}

/** The template of the page for browsers, in the folders that have one. */
export const pageFile = 'page/page.hbs'

/** The name by which other files include this one: `bar` of `partials/bar.hbs`, `page/gaps` of `page/gaps.hbs`; else null. */
export function partialName(file: string): string | null {
  if (file === pageFile) return null
  return /^(?:partials\/([^/]+)|(page\/[^/]+))\.hbs$/.exec(file)?.slice(1).find(Boolean) ?? null
}

/**
 * A text of the template folder.
 *
 * @throws {Failure} (exit 3) when the folder has no such text
 */
export function templateText(template: ReportTemplate, path: string): string {
  const text = template.files.get(path)
  if (typeof text === 'string') return text
  throw templateFailure(
    template,
    path,
    null,
    text === undefined ? 'the file is missing' : 'the file is not text',
  )
}

/** The failure of a template: which file, which line, what is wrong. Exit 3, since templates are settings. */
export function templateFailure(
  template: ReportTemplate,
  path: string,
  line: number | null,
  what: string,
  cause?: unknown,
) {
  const place = `${template.name}/${path}${line === null ? '' : `:${line}`}`
  return new Failure(
    `template ${place}: ${what}`,
    `mend ${place}, or leave --templates out to use the built-in one`,
    {
      exitCode: exitCodes.usage,
      cause,
    },
  )
}
