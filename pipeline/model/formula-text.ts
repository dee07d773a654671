/**
 * Matches a text that some spreadsheet takes for a formula when it opens the CSV file.
 *
 * A sign of `= + - @ | % ;`, also in its full-width and small form, behind any run of what a program may trim
 * before it looks: white space, separators, control and format characters, and whatever Unicode lets a display
 * ignore; or a tab or line break among these. Only the start of the text counts, so that a text of several lines
 * is caught too (the pattern that papaparse ships misses those). Leading apostrophes are looked through: a text
 * that begins like an escaped one gets a further apostrophe, and so the escape can be undone.
 *
 * After OWASP ASVS 5, 1.2.10, and CWE-1236.
 */
export const formulaText =
  /^'*[\p{C}\p{Z}\s\p{Default_Ignorable_Code_Point}\u2800]*[=+\-@|%;\t\r\n\uFF1D\uFF0B\uFF0D\uFF20\uFF5C\uFF05\uFF1B\uFE66\uFE62\uFE63\uFE6B\uFE6A\uFE54]/u

/** The text that an escaped cell stands for: without the apostrophe that was put before it. */
export function unescapedText(cell: string): string {
  return cell.startsWith("'") && formulaText.test(cell) ? cell.slice(1) : cell
}
