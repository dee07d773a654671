import type { DiffChange, DiffSide, Gain } from '../model/diff.js'
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

/**
 * The changes of blocks: by technique, category and source, and in their order where there are several. What a block
 * that changed gained or lost is told by the changes of its rows: more of them gained coverage than lost it, or fewer.
 */
export function compareMappings(
  before: Listed<Block>,
  after: Listed<Block>,
  rowChanges: readonly DiffChange[],
): DiffChange[] {
  const balance = balances(rowChanges)
  const { pairs, removed, added } = pairUp(before.items, after.items, [({ scope }) => scope])
  const usable = { before: usableScopes(before.rows), after: usableScopes(after.rows) }
  const changed = pairs.flatMap(({ before: was, after: is }) => {
    const differing = facts.filter((fact) => factOf(was, fact) !== factOf(is, fact))
    if (differing.length === 0) return []
    const sides = { before: blockSide(was, differing), after: blockSide(is, differing) }
    return [blockChange(is, 'changed', sides, gainOf(balance.get(is.scope) ?? 0))]
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

const facts = ['lastAccessed', 'declaredTotal', 'declaredCount', 'listedCount'] as const
type Fact = (typeof facts)[number]

function factOf({ mapping }: Block, fact: Fact) {
  return fact === 'listedCount' ? mapping.resources.length : mapping[fact]
}

/** By scope how many more of its rows gained coverage than lost it; below 0 where fewer did. */
function balances(rowChanges: readonly DiffChange[]): Map<string, number> {
  const balance = new Map<string, number>()
  for (const { techniqueId, category, source, gain } of rowChanges) {
    if (gain === 'neither' || techniqueId === null || category === null || source === null) continue
    const scope = scopeOf(techniqueId, { category, source })
    balance.set(scope, (balance.get(scope) ?? 0) + (gain === 'gained' ? 1 : -1))
  }
  return balance
}

function gainOf(balance: number): Gain {
  return balance === 0 ? 'neither' : balance > 0 ? 'gained' : 'lost'
}

function usableScopes(rows: readonly Row[]): Set<string> {
  return new Set(rows.filter(({ state }) => isUsable(state)).map(({ scope }) => scope))
}

function blockSide(block: Block, shown: readonly Fact[]): DiffSide {
  const differing = Object.fromEntries(shown.map((fact) => [fact, factOf(block, fact)]))
  const { mapping } = block
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
