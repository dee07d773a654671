import { expect, it } from 'vitest'
import { run } from '../../pipeline/run/index.js'
import { corpusOf, memoryStore, testConfig, testWorld } from '../support/run-world.js'

it('tells why a run failed, not that its draft could not be removed', async () => {
  const store = memoryStore()
  const failing = {
    ...store,
    begin: async (runId: string) => ({
      ...(await store.begin(runId)),
      abandon: async () => {
        throw new Error('EROFS: read-only file system')
      },
    }),
  }
  const http = { viaProxy: () => false, ask: async () => ({ kind: 'failure', reason: 'none' }) as never }
  const world = testWorld({ corpus: corpusOf('corpus', []), http, store: failing })
  const plan = {
    command: 'extract',
    stages: ['extract'] as const,
    corpus: '',
    from: null,
    config: testConfig(),
  }
  await expect(run(plan, world)).rejects.toThrow('not one technique page')
})
