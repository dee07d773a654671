import type { TreeSource } from '../model/link-memory.js'
import type { RepositoryAnswer } from '../model/links.js'
import { compareText } from '../model/place.js'
import { noteKey, type RepositoryNotes } from './in-repositories/index.js'
import type { Verdict } from './verdict.js'

/** Which repositories answered for links, now or in the run whose answer still stands; by name. */
export function repositoryAnswers(verdicts: Iterable<Verdict>, notes: RepositoryNotes): RepositoryAnswer[] {
  const answers = new Map<string, { source: TreeSource; commits: Set<string>; links: number }>()
  for (const { tree } of verdicts) {
    if (tree === undefined) continue
    const answer = answers.get(noteKey(tree)) ?? { source: tree, commits: new Set(), links: 0 }
    answers.set(noteKey(tree), answer)
    answer.links += 1
    if (tree.commit !== null) answer.commits.add(tree.commit)
  }
  return [...answers]
    .sort(([a], [b]) => compareText(a, b))
    .map(([key, { source, commits, links }]) => ({
      repository: source.repository,
      by: source.by,
      commits: [...commits].sort(compareText),
      links,
      note: notes.get(key) ?? null,
    }))
}
