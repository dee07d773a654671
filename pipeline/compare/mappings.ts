import type { DiffChange, DiffSide } from '../model/diff.js'
import type { Mapping, Model } from '../model/model.js'
import { changeOf, type Sides, sideOf } from './change.js'
import { isUsable } from './gain.js'
import { pairUp } from './pair-up.js'
import { type Row, scopeOf } from './rows.js'
import type { Listed } from './techniques.js'

/** A source's block with the page that it stands on. */
export interface Block {
  techniqueId: string
  mapping: Mapping
  scope: string
}

/** Every block of the model, in its order. */
export function blocksOf({ techniques }: Model): Block[] {
  return techniques.flatMap(({ id, mappings }) =>
    mappings.map((mapping) => ({ techniqueId: id, mapping, scope: scopeOf(id, mapping) })),
  )
}

/** The changes of blocks: by technique, category and source, and in their order where there are several. */
export function compareMappings(before: Listed<Block>, after: Listed<Block>): DiffChange[] {
  const { pairs, removed, added } = pairUp(before.items, after.items, [({ scope }) => scope])
  const usable = { before: usableScopes(before.rows), after: usableScopes(after.rows) }
  const changed = pairs.flatMap(({ before: was, after: is }) => {
    const differing = facts.filter((fact) => was.mapping[fact] !== is.mapping[fact])
    if (differing.length === 0) return []
    const sides = { before: blockSide(was, differing), after: blockSide(is, differing) }
    return [blockChange(is, 'changed', sides, 'neither')]
  })
  return [
    ...changed,
    ...removed.map((block) => {
      const gain = usable.before.has(block.scope) ? 'lost' : 'neither'
      return blockChange(block, 'removed', { before: blockSide(block, facts), after: null }, gain)
    }),
    ...added.map((block) => {
      const gain = usable.after.has(block.scope) ? 'gained' : 'neither'
      return blockChange(block, 'added', { before: null, after: blockSide(block, facts) }, gain)
    }),
  ]
}

const facts = ['lastAccessed', 'declaredTotal', 'declaredCount'] as const

function usableScopes(rows: readonly Row[]): Set<string> {
  return new Set(rows.filter(({ state }) => isUsable(state)).map(({ scope }) => scope))
}

function blockSide({ mapping }: Block, shown: readonly (typeof facts)[number][]): DiffSide {
  const differing = Object.fromEntries(shown.map((fact) => [fact, mapping[fact]]))
  return sideOf(mapping.sourceName, mapping.sourceUrl, differing)
}

function blockChange(
  { techniqueId, mapping: { category, source } }: Block,
  word: DiffChange['change'],
  sides: Sides,
  gain: DiffChange['gain'],
): DiffChange {
  return changeOf('mapping', word, { techniqueId, category, source }, sides, gain)
}
