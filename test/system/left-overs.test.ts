import { execFileSync } from 'node:child_process'
import {
  existsSync,
  linkSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeMetricsFile } from '../../pipeline/system/delivery/metrics-file.js'
import { sweepLeftOvers } from '../../pipeline/system/left-overs.js'
import { writePages } from '../../pipeline/system/page-writer.js'
import { writeReference } from '../../pipeline/system/reference-files.js'
import { writeHealthFile } from '../../pipeline/system/schedule/health-file.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'left-overs-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const hours = (count: number) => Date.now() / 1000 + count * 3600
const there = () => readdirSync(folder).sort()

/** A file as a process left it that was killed so many hours ago. */
function leave(name: string, hoursAgo = 2): void {
  writeFileSync(join(folder, name), 'half of i')
  lutimesSync(join(folder, name), hours(-hoursAgo), hours(-hoursAgo))
}

const health = {} as Parameters<typeof writeHealthFile>[1]
const bytes = (text: string) => new TextEncoder().encode(text)

describe('what a killed process left', () => {
  it.each<[string, string, string, () => void | Promise<void>]>([
    ['the health file', '.health.json.draft-0123abcd', 'health.json', () => writeHealthFile(folder, health)],
    [
      'the metrics file',
      '.x.prom.draft-0123abcd',
      'x.prom',
      () => writeMetricsFile(join(folder, 'x.prom'), ''),
    ],
    [
      'a page',
      '.T1.md.0123abcd.draft',
      'T2.md',
      () => {
        writeFileSync(join(folder, 'T2.md'), 'a')
        return writePages(folder, [{ file: 'T2.md', before: bytes('a'), after: bytes('b') }])
      },
    ],
    [
      'a reference table',
      '.attack.json.draft-0123abcd',
      'attack.json',
      () => writeReference(folder, { attack: '{}', d3fend: '{}' }),
    ],
  ])('beside %s is gone when the next one is written', async (_, draft, file, write) => {
    leave(draft)
    await write()
    expect(there()).toContain(file)
    expect(there()).not.toContain(draft)
  })

  it('is gone, too, where the clock was set back since', () => {
    leave('.x.prom.draft-0123abcd', -24)
    writeMetricsFile(join(folder, 'x.prom'), '')
    expect(there()).toEqual(['x.prom'])
  })

  it('is told from the draft of a live one, other files, and what is no file', () => {
    leave('.x.prom.draft-00000001', 0)
    leave('.x.prom.draft-0123abcd.mine')
    leave('.x.prom.draft-0123abcz')
    leave('.xxprom.draft-0123abcd')
    leave('.y.prom.draft-0123abcd')
    mkdirSync(join(folder, '.x.prom.draft-00000002'))
    execFileSync('mkfifo', [join(folder, '.x.prom.draft-00000003')])
    symlinkSync('victim', join(folder, '.x.prom.draft-00000004'))
    leave('victim')
    for (const n of [2, 3, 4]) lutimesSync(join(folder, `.x.prom.draft-0000000${n}`), hours(-2), hours(-2))
    const before = there()
    writeMetricsFile(join(folder, 'x.prom'), 'up 1\n')
    expect(there()).toEqual([...before, 'x.prom'].sort())
    expect(readFileSync(join(folder, 'victim'), 'utf8')).toBe('half of i')
  })

  it('is a whole folder where folders are made, and nothing behind a link', () => {
    mkdirSync(join(folder, '.unpacking-old', 'content'), { recursive: true })
    mkdirSync(join(folder, '.unpacking-new'))
    mkdirSync(join(folder, 'victim'))
    leave('victim/file')
    symlinkSync('victim', join(folder, '.unpacking-link'))
    for (const name of ['old', 'link']) lutimesSync(join(folder, `.unpacking-${name}`), hours(-2), hours(-2))
    sweepLeftOvers(folder, (name) => name.startsWith('.unpacking-'), 'folder')
    expect(there()).toEqual(['.unpacking-link', '.unpacking-new', 'victim'])
    expect(readdirSync(join(folder, 'victim'))).toEqual(['file'])
  })

  it('loses its own name alone, where it has another', () => {
    leave('.x.prom.draft-0123abcd')
    linkSync(join(folder, '.x.prom.draft-0123abcd'), join(folder, 'kept'))
    writeMetricsFile(join(folder, 'x.prom'), '')
    expect(there()).toEqual(['kept', 'x.prom'])
    expect(existsSync(join(folder, 'kept')) && lstatSync(join(folder, 'kept')).size).toBe(9)
  })
})
