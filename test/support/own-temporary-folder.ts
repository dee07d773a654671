import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'

/** A folder for each test, and a temporary folder in it: what browsers leave behind is looked for there. */
export function ownTemporaryFolder() {
  let folder = ''
  let formerFolder: string | undefined
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'printer-'))
    await chmod(folder, 0o755)
    await mkdir(join(folder, 'tmp'), { mode: 0o755 })
    formerFolder = process.env.TMPDIR
    process.env.TMPDIR = join(folder, 'tmp')
  })
  afterEach(async () => {
    if (formerFolder === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = formerFolder
    await rm(folder, { recursive: true, force: true })
  })
  return {
    path: (name = '') => join(folder, name),
    leftBehind: () => readdir(join(folder, 'tmp')),
    /** A shell script that stands for a browser. */
    async program(script: string, name = 'browser'): Promise<string> {
      const path = join(folder, name)
      await writeFile(path, `#!/bin/sh\n${script}\n`)
      await chmod(path, 0o755)
      return path
    },
  }
}
