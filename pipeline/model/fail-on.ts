import { type FindingCode, findingCodes } from './finding.js'

/** Which finding codes each word of `--fail-on` stands for; any code also stands for itself. */
export const failOnGroups: Record<string, FindingCode[]> = {
  gap: [
    'technique-without-page',
    ...findingCodes.filter((code) => code.startsWith('gap-') && code !== 'gap-accepted'),
  ],
  stale: ['mapping-stale'],
  dead: ['link-dead'],
  unchecked: ['link-unchecked'],
}

/** The codes that the words name. */
export function failOnCodes(words: readonly string[]): Set<string> {
  return new Set(words.flatMap((word) => failOnGroups[word] ?? [word]))
}
