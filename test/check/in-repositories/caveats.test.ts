import { describe, expect, it } from 'vitest'
import type { Repositories, RepositoryAccess } from '../../../pipeline/model/repositories.js'
import { answer, checked, scriptedHttp } from '../stage.js'
import { scriptedRepositories } from './scripted-repository.js'

/** A repository in memory of which more is known than what it holds. */
function knownMore(more: Partial<RepositoryAccess>): Repositories {
  const scripted = scriptedRepositories({
    'github.com/a/b': { files: { 'f.md': 'x' }, by: 'clone', troubledRefs: ['odd'] },
  })
  return {
    async open(name) {
      const opened = await scripted.open(name)
      return opened.kind === 'found' ? { ...opened, access: { ...opened.access, ...more } } : opened
    },
  }
}

const asOf = '2026-10-01T00:00:00Z'
const old = `As of ${asOf}, the last time it was fetched.`
const cutOff = 'Its history is cut off, so that where files went is not known.'

describe('the note on a repository that answered', () => {
  it.each([
    ['nothing of a clone that was fetched just now', {}, [], null],
    ['the age of a clone that was not', { asOf }, [], old],
    ['that its history is cut off', { isShallow: true as const }, [], cutOff],
    [
      'both, and then what could not be read',
      { asOf, isShallow: true as const },
      ['odd'],
      `${old} ${cutOff} Not all`,
    ],
  ])('says %s', async (_, more, troubled, expected) => {
    const urls = ['main', ...troubled].map((ref) => `https://github.com/a/b/blob/${ref}/f.md`)
    const { http } = scriptedHttp(() => answer(404))
    const { repositories } = await checked(urls, { http, clones: knownMore(more) }, { offline: true })
    expect(repositories).toHaveLength(1)
    expect(repositories[0]?.note?.slice(0, expected?.length) ?? null).toBe(expected)
  })
})
