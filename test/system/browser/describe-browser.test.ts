import { chmod, mkdir } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { fontsAspect, memoryAspect, sandboxAspect } from '../../../pipeline/system/browser/aspects.js'
import { type Aspect, describeBrowser } from '../../../pipeline/system/browser/index.js'
import { memoryRoom } from '../../../pipeline/system/browser/memory-room.js'
import { sandboxObstacle } from '../../../pipeline/system/browser/sandbox-obstacle.js'
import { ownTemporaryFolder } from '../../support/own-temporary-folder.js'
import { describePrinting } from '../../support/printing.js'

const { path: inFolder, leftBehind, program } = ownTemporaryFolder()
const describe300 = (env: Record<string, string | undefined>, browserPath: string | null = null) =>
  describeBrowser({ browserPath, env, startTimeoutMs: 300 })
const named = (aspects: Aspect[], name: string) => aspects.find((each) => each.name === name)
const wordsOf = (aspect: Aspect | undefined) => aspect?.sentences.join(' ') ?? ''

describe.skipIf(process.platform !== 'linux')(
  'of a browser that is of no use, doctor says why, with one remedy',
  () => {
    const answers = (rest: string) => `case "$*" in *--version*) echo Chromium 1;; *) ${rest};; esac`
    test.each([
      ['is not there', null, 'none, cannot be run: no such program', 'leave --browser out'],
      ['is none', 'exit 3', 'cannot be run: it ended with 3', 'leave --browser out'],
      [
        'lacks a library',
        'echo "x: error while loading shared libraries: libnss3.so: cannot open shared object file" >&2; exit 127',
        'it lacks shared libraries: libnss3.so',
        'hold these libraries',
      ],
      [
        'breaks at its start',
        answers('echo "[1:ERROR:x] noise" >&2; echo "FATAL: it broke" >&2; exit 1'),
        'does not start: FATAL: it broke',
        'name another browser',
      ],
      [
        'hangs at its start',
        answers('exec sleep 600'),
        'did not finish its start within 300 ms',
        'name another browser',
      ],
    ])('%s', async (_, script, sentence, remedy) => {
      const path = script === null ? inFolder('none') : await program(script)
      const told = await describe300(process.env, path)
      expect(told).toMatchObject({ usable: false, sandbox: null })
      const browser = named(told.aspects, 'Browser')
      expect(browser).toMatchObject({ state: 'lacks', remedies: [expect.stringContaining(remedy)] })
      expect(wordsOf(browser)).toContain(sentence)
      expect(await leftBehind()).toEqual([])
    })

    test('a temporary folder that is not there', async () => {
      const path = await program(answers('exit 1'))
      process.env.TMPDIR = inFolder('none')
      const { usable, aspects } = await describe300(process.env, path)
      expect(usable).toBe(false)
      expect(named(aspects, 'Temporary folder')).toMatchObject({
        state: 'lacks',
        remedies: [expect.stringContaining('TMPDIR')],
      })
      expect(wordsOf(named(aspects, 'Temporary folder'))).toContain('ENOENT')
    })

    test.runIf(process.getuid?.() === 0)('a temporary folder that root alone may enter', async () => {
      const path = await program(answers('exit 1'))
      await mkdir(inFolder('closed/tmp'), { recursive: true })
      await chmod(inFolder('closed'), 0o700)
      process.env.TMPDIR = inFolder('closed/tmp')
      const { aspects } = await describe300(process.env, path)
      expect(wordsOf(named(aspects, 'Temporary folder'))).toContain(
        `may not pass through ${inFolder('closed')}`,
      )
    })
  },
)

describePrinting('of the browser that is used, doctor says', () => {
  test('which one, why not the others, and how it runs', async () => {
    const broken = await program('echo broken >&2; exit 1', 'chromium-headless-shell')
    const { usable, sandbox, aspects } = await describeBrowser({
      browserPath: null,
      env: { ...process.env, PATH: `${inFolder()}:${process.env.PATH}` },
    })
    expect({ usable, sandbox }).toEqual({ usable: true, sandbox: 'on' })
    expect(aspects.map(({ name }) => name)).toEqual([
      'Browser',
      'Sandbox',
      'Temporary folder',
      'Browser memory',
      'Fonts',
    ])
    expect(wordsOf(named(aspects, 'Browser'))).toContain(`${broken} was passed over: broken.`)
    for (const { state, remedies } of aspects) expect(remedies).toHaveLength(state === 'ok' ? 0 : 1)
    expect(await leftBehind()).toEqual([])
  })
})

describe('what keeps the sandbox from starting', () => {
  test.each([
    ['user.max_user_namespaces', '/proc/sys/user/max_user_namespaces', '0\n'],
    ['kernel.unprivileged_userns_clone', '/proc/sys/kernel/unprivileged_userns_clone', '0\n'],
    ['AppArmor', '/proc/sys/kernel/apparmor_restrict_unprivileged_userns', '1\n'],
    ['seccomp', 'nothing', ''],
  ])('%s', async (words, path, content) => {
    const told = await sandboxObstacle(async (asked) => (asked === path ? content : null))
    expect(told.reason).toContain(words)
    expect(told.remedy).not.toBe('')
  })
  test('stands beside who the browser runs as', async () => {
    const user = { kind: 'nobody', setprivPath: '/usr/bin/setpriv' } as const
    const { state, sentences, remedies } = await sandboxAspect(user, false)
    expect({ state, remedies: remedies.length }).toEqual({ state: 'note', remedies: 1 })
    expect(sentences[0]).toMatch(/^Off; the browser runs as user 65534, since we are root: /)
    expect(await sandboxAspect({ kind: 'self', setprivPath: null }, true)).toMatchObject({
      state: 'ok',
      sentences: ['On.'],
    })
  })
})

describe('memory', () => {
  const files = (own: Record<string, string>) => async (path: string) => own[path] ?? ''
  const meminfo = 'MemTotal: 9 kB\nMemAvailable:    2000000 kB\n'
  test.each([
    [{}, null],
    [{ '/proc/meminfo': meminfo }, 2_048_000_000],
    [{ '/proc/meminfo': meminfo, '/sys/fs/cgroup/memory.max': '536870912\n' }, 536_870_912],
    [{ '/proc/meminfo': meminfo, '/sys/fs/cgroup/memory.max': 'max\n' }, 2_048_000_000],
  ])('that can be had by %j is %s bytes', async (own, bytes) => {
    expect(await memoryRoom(files(own))).toBe(bytes)
  })
  test.skipIf(process.platform !== 'linux')('that is scarce is noted', async () => {
    expect(await memoryAspect(500, async () => 3e8)).toMatchObject({
      state: 'note',
      sentences: [expect.stringContaining('At most 500 MB (--browser-memory), but only 300 MB')],
      remedies: [expect.stringContaining('more memory')],
    })
  })
})

describe('fonts', () => {
  test.each([
    [true, 'ok', 'Other characters stand in the PDF as their code points'],
    [false, 'lacks', 'blank pages'],
  ])('text printed: %s', (prints, state, words) => {
    const aspect = fontsAspect(prints)
    expect(aspect.state).toBe(state)
    expect(wordsOf(aspect)).toContain(words)
    expect(aspect.remedies).toHaveLength(state === 'ok' ? 0 : 1)
  })
})
