import { spawnSync } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'
import { measuredMajors } from '../../pipeline/system/heap-growth.js'

/** Bytes that a process holds for what is young, after it has made much that lives for a moment. */
function youngBytes(before: string): number {
  const program = `
    import { getHeapSpaceStatistics } from 'node:v8'
    ${before}
    const living = []
    for (let at = 0; at < 3e6; at++) living[at % 20000] = { at, list: [at] }
    console.log(getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space').space_size)`
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  return Number(stdout)
}

const isTried = measuredMajors.has(Number.parseInt(process.versions.node, 10))
it.skipIf(!isTried)(
  'keeps the room for what is young small, on the releases of Node that it was tried on',
  () => {
    const home = pathToFileURL('dist/system/heap-growth.js').href
    const own = youngBytes('')
    const thrifty = youngBytes(`(await import(${JSON.stringify(home)})).growSparingly()`)
    expect(thrifty).toBeGreaterThan(0)
    expect(thrifty).toBeLessThan(own / 4)
  },
)
