import type { Category, JudgedCategory } from '../model/category.js'

/** The sections that every page has, by their headings (Control Validation Compass). */
export const sectionHeadings: Record<JudgedCategory, string> = {
  policy: 'Policy / Process Controls',
  detection: 'Technical Controls (Detection Rules)',
  test: 'Offensive Security Tests',
}

/** The category of a section's heading, whatever its letter case and blanks; `other` where nobody has mapped it. */
export function categoryOf(heading: string): Category {
  const words = plain(heading)
  const known = Object.entries(sectionHeadings).find(([, each]) => plain(each) === words)
  return (known?.[0] as JudgedCategory | undefined) ?? 'other'
}

function plain(heading: string): string {
  return heading.toLowerCase().replace(/\s+/g, ' ').trim()
}
