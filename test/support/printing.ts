import { describe, test } from 'vitest'
import { describeBrowser } from '../../pipeline/system/browser/index.js'

const browser = await describeBrowser({ browserPath: null, env: process.env })

/** On this platform a browser always comes with the development dependencies: that there is none is a fault. */
const mustPrint = process.platform === 'linux' && process.arch === 'x64'

/**
 * Tests that print. Where no browser is found they are skipped under a name that says so; where one comes with the
 * dependencies they run, and fail without it.
 */
export function describePrinting(name: string, tests: () => void): void {
  if (browser.usable || mustPrint) describe(name, tests)
  else
    describe(name, () =>
      test.skip(`NOT TESTED, no browser here: ${browser.aspects.flatMap(({ sentences }) => sentences).join(' ')}`, () => {}),
    )
}

/** The same, where Linux alone can do what is tested. */
describePrinting.linux = (name: string, tests: () => void): void => {
  if (process.platform === 'linux') describePrinting(name, tests)
}
