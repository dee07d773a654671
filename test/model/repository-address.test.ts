import { describe, expect, it } from 'vitest'
import { repositoryAddress } from '../../pipeline/model/repository-address.js'

describe('an address in a repository', () => {
  it.each([
    ['https://github.com/SigmaHQ/sigma', 'github.com SigmaHQ/sigma', 'root', ''],
    ['https://github.com/SigmaHQ/sigma.git', 'github.com SigmaHQ/sigma', 'root', ''],
    [
      'https://github.com/SigmaHQ/sigma/blob/master/rules/a.yml#L10',
      'github.com SigmaHQ/sigma',
      'file',
      'master/rules/a.yml',
    ],
    ['https://github.com/a/b/blob/main/x%20y/%28z%29.yaml', 'github.com a/b', 'file', 'main/x y/(z).yaml'],
    ['http://www.github.com/a/b/tree/main/', 'github.com a/b', 'folder', 'main'],
    ['https://github.com/a/b/raw/v1.0/f', 'github.com a/b', 'raw', 'v1.0/f'],
    ['https://github.com/a/b/blob/refs/heads/main/f.md', 'github.com a/b', 'file', 'main/f.md'],
    ['https://github.com/a/b/edit/main/f', 'github.com a/b', 'edit', 'main/f'],
    ['https://github.com/a/b/blame/main/f', 'github.com a/b', 'blame', 'main/f'],
    ['https://raw.githubusercontent.com/a/b/main/f.md', 'github.com a/b', 'raw', 'main/f.md'],
    ['https://raw.githubusercontent.com/a/b/refs/heads/main/f.md', 'github.com a/b', 'raw', 'main/f.md'],
    ['https://gitlab.com/g/sub/p/-/blob/main/f.md', 'gitlab.com g/sub/p', 'file', 'main/f.md'],
    ['https://gitlab.com/g/p/tree/main/d', 'gitlab.com g/p', 'folder', 'main/d'],
    ['https://bitbucket.org/o/r/src/main/d/f', 'bitbucket.org o/r', 'folder', 'main/d/f'],
    ['https://codeberg.org/o/r/src/branch/main/d/f', 'codeberg.org o/r', 'folder', 'main/d/f'],
  ])('%s', (address, name, view, path) => {
    const found = repositoryAddress(address)
    expect(`${found?.name.host} ${found?.name.path}`).toBe(name)
    expect([found?.view, found?.segments.join('/')]).toEqual([view, path])
  })

  it.each([
    'https://github.com/a/b/issues/1',
    'https://github.com/a/b/blob',
    'https://github.com/a',
    'https://github.com/topics/sigma',
    'https://github.com/orgs/SigmaHQ',
    'https://github.com:8443/a/b',
    'https://github.com/a/b/blob/main/%E0%A4%A',
    'https://gist.github.com/a/b',
    'https://raw.githubusercontent.com/a/b/main',
    'https://gitlab.com/g/p/-/issues',
    'https://codeberg.org/o/r/issues/1',
    'https://example.org/a/b/blob/main/f',
    'nonsense',
  ])('none: %s', (address) => {
    expect(repositoryAddress(address)).toBeNull()
  })

  it.each([
    ['https://github.com/a/b/blob/main/x', 'https://github.com/a/b/blob/main/d/f%20(1)%23.yml'],
    [
      'https://github.com/a/b/blob/main/x?plain=1',
      'https://github.com/a/b/blob/main/d/f%20(1)%23.yml?plain=1',
    ],
    ['https://github.com/a/b/tree/main/x', 'https://github.com/a/b/blob/main/d/f%20(1)%23.yml'],
    [
      'https://github.com/a/b/raw/refs/tags/main/x',
      'https://github.com/a/b/raw/refs/tags/main/d/f%20(1)%23.yml',
    ],
    ['https://github.com/a/b/edit/main/x', 'https://github.com/a/b/edit/main/d/f%20(1)%23.yml'],
    [
      'https://raw.githubusercontent.com/a/b/refs/heads/main/x',
      'https://raw.githubusercontent.com/a/b/refs/heads/main/d/f%20(1)%23.yml',
    ],
    ['https://gitlab.com/a/b/blob/main/x', 'https://gitlab.com/a/b/-/blob/main/d/f%20(1)%23.yml'],
    ['https://bitbucket.org/a/b/src/main/x', 'https://bitbucket.org/a/b/src/main/d/f%20(1)%23.yml'],
    ['https://codeberg.org/a/b/raw/tag/main/x', 'https://codeberg.org/a/b/raw/tag/main/d/f%20(1)%23.yml'],
  ])('another place in the form of %s', (address, expected) => {
    const place = { repository: 'a/b', ref: 'main', path: 'd/f (1)#.yml', kind: 'file' } as const
    expect(repositoryAddress(address)?.write(place)).toBe(expected)
  })
})
