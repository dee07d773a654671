import { existsSync } from 'node:fs'
import { describe, it } from 'vitest'

/** Public pages and tables that stand beside the checkout on some machines (CI among them); not part of the project. */
export const shared = '../shared'

/** Tests against the shared corpus; where that is not at hand they are skipped under a name that says so. */
export function describeShared(name: string, tests: () => void): void {
  if (existsSync(`${shared}/corpus`)) describe(name, tests)
  else describe(name, () => it.skip('NOT TESTED: the shared corpus is not on this machine', () => undefined))
}
