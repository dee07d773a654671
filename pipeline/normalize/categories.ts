import { Category, type JudgedCategory, judgedCategories } from '../model/category.js'

/** The sections that every page has, by their headings (Control Validation Compass). */
export const sectionHeadings: Record<JudgedCategory, string> = {
  policy: 'Policy / Process Controls',
  detection: 'Technical Controls (Detection Rules)',
  test: 'Offensive Security Tests',
}

/** Categories of further headings, by heading in plain form; what users map by configuration. */
export type SectionCategories = ReadonlyMap<string, Category>

/** The user's `HEADING=CATEGORY` settings as a table; headings in plain form, later ones first. */
export function sectionCategories(settings: readonly string[]): SectionCategories {
  return new Map(
    settings.map((setting) => {
      const at = setting.lastIndexOf('=')
      return [plain(setting.slice(0, at)), Category.parse(setting.slice(at + 1))]
    }),
  )
}

const pageHeadings: SectionCategories = new Map(
  judgedCategories.map((category) => [plain(sectionHeadings[category]), category]),
)

/**
 * The category of a section's heading, whatever its letter case and blanks: the user's word before the pages' own;
 * `other` where nobody has mapped it.
 */
export function categoryOf(heading: string, mapped: SectionCategories): Category {
  const words = plain(heading)
  return mapped.get(words) ?? pageHeadings.get(words) ?? 'other'
}

function plain(heading: string): string {
  return heading.toLowerCase().replace(/\s+/g, ' ').trim()
}
