import fc from 'fast-check'
import { expect, it } from 'vitest'
import { belowFolders } from '../../pipeline/model/below-folders.js'

const path = fc
  .array(fc.constantFrom('a', 'ab', 'b', ''), { minLength: 1, maxLength: 5 })
  .map((names) => names.join('/'))

it('gives of each folder the paths that begin with it and a slash, in their order', () => {
  fc.assert(
    fc.property(fc.array(path), fc.array(path), (paths, folders) => {
      const items = paths.map((each, index) => ({ path: each, index }))
      const plain = folders.map(
        (folder) => [folder, items.filter((item) => item.path.startsWith(`${folder}/`))] as const,
      )
      const found = belowFolders(items, folders)
      expect(found).toEqual(new Map(plain.filter(([, below]) => below.length > 0)))
    }),
  )
})
