import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { exitCodes, Failure } from '../../pipeline/model/failure.js'
import type { CorpusFile } from '../../pipeline/model/ports.js'
import { readWholeCorpus } from '../../pipeline/system/corpus-folder.js'
import { repositoryName } from '../../pipeline/system/corpus-name.js'
import { readGitCorpus } from '../../pipeline/system/git-corpus.js'
import { commit, createRepository, gitIn, hasGit } from '../support/git-repository.js'

const root = mkdtempSync(join(tmpdir(), 'git-corpus-test-'))
const repository = join(root, 'work')
const bare = join(root, 'bare.git')
let first = ''
let second = ''

/** Names and contents of the pages; a page without content gives null. */
function pagesOf({ files }: { files: CorpusFile[] }): Record<string, string | null> {
  return Object.fromEntries(
    files.map(({ file, content }) => [
      file,
      'bytes' in content ? new TextDecoder().decode(content.bytes) : null,
    ]),
  )
}

async function failureOf(work: Promise<unknown>): Promise<Failure> {
  const outcome = await work.then(
    () => null,
    (error: unknown) => error,
  )
  expect(outcome).toBeInstanceOf(Failure)
  return outcome as Failure
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

beforeAll(() => {
  if (!hasGit) return
  createRepository(repository)
  first = commit(repository, {
    'docs/T1001.md': 'one',
    'docs/deep/T1002.markdown': 'two',
    'docs/a.txt': 'no page',
  })
  gitIn(repository, 'tag', '--annotate', '--message', 'first', 'v1')
  second = commit(repository, {
    'docs/T1001.md': 'one, later',
    'docs/linked.md': '->../secret.md',
    'docs/node_modules/package/README.md': 'no page',
    'docs/empty.md': '',
    'top.md': 'top',
    'odd [a] ü/T1003.md': 'three',
  })
  gitIn(repository, 'branch', 'feature/x')
  gitIn(root, 'clone', '--quiet', '--bare', repository, bare)
  writeFileSync(join(repository, 'docs/T1001.md'), 'not committed')
})

afterEach(() => vi.unstubAllEnvs())
afterAll(() => rmSync(root, { recursive: true, force: true }))

describe.skipIf(!hasGit)('a corpus in a repository of this machine', () => {
  const asFirst = { 'T1001.md': 'one', 'deep/T1002.markdown': 'two' }

  it.each([
    ['a tag', () => 'v1'],
    ['a full id', () => first],
    ['a short id', () => first.slice(0, 10)],
    ['an ancestor', () => 'main~1'],
  ])('is read at %s, by the full id of its commit', async (_, ref) => {
    const corpus = await readWholeCorpus(`${repository}#${ref()}:docs`)
    expect(pagesOf(corpus)).toEqual(asFirst)
    expect(corpus.revision).toBe(first)
    expect(corpus.location).toBe(`work#${ref()}:docs`)
  })

  it('shows what is committed, not what lies in the work tree, and leaves that alone', async () => {
    const before = gitIn(repository, 'status', '--porcelain')
    const corpus = await readWholeCorpus(`${repository}#main:docs`)
    expect(corpus.revision).toBe(second)
    expect(pagesOf(corpus)).toMatchObject({ 'T1001.md': 'one, later', 'empty.md': '' })
    expect(gitIn(repository, 'status', '--porcelain')).toBe(before)
    expect(readFileSync(join(repository, 'docs/T1001.md'), 'utf8')).toBe('not committed')
  })

  it('does not follow symbolic links, and leaves out what is no page', async () => {
    const { files } = await readWholeCorpus(`${repository}#main:docs`)
    expect(files.find(({ file }) => file === 'linked.md')?.content).toHaveProperty('unreadable')
    expect(files.map(({ file }) => file).sort()).toEqual([
      'T1001.md',
      'deep/T1002.markdown',
      'empty.md',
      'linked.md',
    ])
  })

  it('is read as a whole where no folder is named, and at HEAD where no ref is', async () => {
    const whole = await readWholeCorpus(`${repository}#feature/x`)
    expect(Object.keys(pagesOf(whole))).toContain('docs/T1001.md')
    expect(Object.keys(pagesOf(whole))).toContain('top.md')
    expect(pagesOf(await readWholeCorpus(`${repository}#:odd [a] ü/`))).toEqual({ 'T1003.md': 'three' })
  })

  it('is one page where the path within names one', async () => {
    expect(pagesOf(await readWholeCorpus(`${repository}#v1:docs/T1001.md`))).toEqual({ 'T1001.md': 'one' })
    expect(pagesOf(await readWholeCorpus(`${repository}#main:odd [a] ü/T1003.md`))).toEqual({
      'T1003.md': 'three',
    })
    expect(pagesOf(await readWholeCorpus(`${repository}#main:docs/linked.md`))).toEqual({ 'linked.md': null })
  })

  it('is a folder of the work tree where the path leads into it', async () => {
    const corpus = await readWholeCorpus(`${join(repository, 'docs')}#v1`)
    expect(pagesOf(corpus)).toEqual(asFirst)
    expect(pagesOf(await readWholeCorpus(`${join(repository, 'docs')}#v1:deep`))).toEqual({
      'T1002.markdown': 'two',
    })
  })

  it('may be a bare one, which needs no "#"', async () => {
    const corpus = await readWholeCorpus(bare)
    expect(corpus).toMatchObject({ location: 'bare.git', revision: second })
    expect(Object.keys(pagesOf(corpus))).toContain('top.md')
    expect(pagesOf(await readWholeCorpus(`${bare}#v1:docs`))).toEqual(asFirst)
  })

  it('is not that of a git that calls us, in a hook of its own', async () => {
    vi.stubEnv('GIT_DIR', join(root, 'another.git'))
    vi.stubEnv('GIT_INDEX_FILE', join(root, 'another.git/index'))
    expect((await readWholeCorpus(`${repository}#v1:docs`)).revision).toBe(first)
  })

  it('has submodules and pages beyond all measure as unreadable', async () => {
    const folder = join(root, 'odd')
    createRepository(folder)
    commit(folder, { 'T1001.md': 'one', 'T1002.md': 'x'.repeat(32 * 1024 * 1024 + 1) })
    gitIn(folder, 'update-index', '--add', '--cacheinfo', `160000,${first},inner`)
    gitIn(folder, 'commit', '--quiet', '--message', 'submodule')
    const corpus = await readWholeCorpus(`${folder}#main`)
    expect(pagesOf(corpus)).toEqual({ 'T1001.md': 'one', 'T1002.md': null, inner: null })
  })

  it('of very many pages comes whole', async () => {
    const folder = join(root, 'many')
    createRepository(folder)
    const pages = Object.fromEntries(
      Array.from({ length: 800 }, (_, index) => [`p${index}.md`, `${index}\n`.repeat(index * 7)]),
    )
    commit(folder, pages)
    expect(pagesOf(await readWholeCorpus(`${folder}#main`))).toEqual(pages)
  })
})

describe.skipIf(!hasGit)('what exists on disk', () => {
  it('wins over any reading as a repository', async () => {
    const folder = `${repository}#main`
    mkdirSync(folder)
    writeFileSync(join(folder, 'T1009.md'), 'nine')
    try {
      expect(pagesOf(await readWholeCorpus(folder))).toEqual({ 'T1009.md': 'nine' })
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('may hold "#" in the repository\'s own name', async () => {
    const folder = join(root, 'c#notes')
    createRepository(folder)
    const id = commit(folder, { 'T1001.md': 'sharp' })
    const corpus = await readWholeCorpus(`${folder}#main`)
    expect(pagesOf(corpus)).toEqual({ 'T1001.md': 'sharp' })
    expect(corpus).toMatchObject({ revision: id, location: 'c#notes#main' })
  })
})

describe.skipIf(!hasGit)('a corpus at a URL', () => {
  const url = pathToFileURL(bare).href

  it.each([
    ['HEAD', () => '', () => second],
    ['a branch', () => '#feature/x', () => second],
    ['a tag', () => '#v1', () => first],
    ['a full id', () => `#${first}`, () => first],
    ['a short id', () => `#${first.slice(0, 9)}`, () => first],
    ['an ancestor', () => '#main~1', () => first],
    ['an ancestor of HEAD', () => '#HEAD~1', () => first],
  ])('is fetched at %s, and nothing of it stays', async (_, suffix, expected) => {
    const temporary = mkdtempSync(join(root, 'tmp-'))
    vi.stubEnv('TMPDIR', temporary)
    vi.stubEnv('TEMP', temporary)
    const corpus = await readWholeCorpus(`${url}${suffix()}`)
    expect(corpus).toMatchObject({ revision: expected(), location: `bare.git${suffix()}` })
    expect(Object.keys(pagesOf(corpus))).toContain('docs/T1001.md')
    expect(readdirSync(temporary)).toEqual([])
  })

  it('is read at a folder', async () => {
    expect(Object.keys(pagesOf(await readWholeCorpus(`${url}#v1:docs/deep`)))).toEqual(['T1002.markdown'])
  })

  it.each(['#nowhere', '#deadbee', '#main~99', '#main:nowhere', '#-x', '#--upload-pack=touch x'])(
    'ends with a failure at %s',
    async (suffix) => {
      const temporary = mkdtempSync(join(root, 'tmp-'))
      vi.stubEnv('TMPDIR', temporary)
      const failure = await failureOf(readWholeCorpus(`${url}${suffix}`))
      expect(failure.exitCode).toBe(exitCodes.nothingPublished)
      expect(readdirSync(temporary)).toEqual([])
    },
  )

  it('ends with a failure where the repository is not there', async () => {
    const failure = await failureOf(readWholeCorpus(pathToFileURL(join(root, 'nothing.git')).href))
    expect(failure.message).toContain('nothing.git')
  })

  it('goes through the configured proxy, and no credential is told', async () => {
    const asked: string[] = []
    const proxy = createHttpServer((request, response) => {
      asked.push(request.url ?? '')
      response.writeHead(401, { 'www-authenticate': 'Basic realm="pages"' }).end()
    })
    const port = await listening(proxy)
    for (const name of ['http_proxy', 'https_proxy', 'no_proxy', 'NO_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'])
      vi.stubEnv(name, '')
    vi.stubEnv('HTTP_PROXY', `http://127.0.0.1:${port}`)
    const failure = await failureOf(readWholeCorpus('http://me:topsecret@pages.invalid/owner/pages.git#main'))
    proxy.close()
    expect(asked[0]).toContain('http://pages.invalid/owner/pages.git/')
    expect(`${failure.message} ${failure.remedy} ${failure.cause}`).not.toContain('topsecret')
  })

  it.skipIf(process.platform === 'win32')('is fetched with the certificates that Node trusts', async () => {
    const folder = mkdtempSync(join(root, 'bin-'))
    const seen = join(folder, 'seen.pem')
    writeFileSync(join(folder, 'extra.pem'), 'EXTRA CERTIFICATE\n')
    writeFileSync(join(folder, 'git'), `#!/bin/sh\ncat "$GIT_SSL_CAINFO" > '${seen}'\nexit 1\n`)
    chmodSync(join(folder, 'git'), 0o755)
    vi.stubEnv('PATH', `${folder}${delimiter}${process.env.PATH}`)
    vi.stubEnv('GIT_SSL_CAINFO', '')
    vi.stubEnv('NODE_EXTRA_CA_CERTS', join(folder, 'extra.pem'))
    await failureOf(readWholeCorpus('https://pages.invalid/pages.git'))
    const trusted = readFileSync(seen, 'utf8')
    expect(trusted).toMatch(/^EXTRA CERTIFICATE$/m)
    expect(trusted).toMatch(/^-----BEGIN CERTIFICATE-----$/m)
  })
})

describe.skipIf(!hasGit)('a server that never answers', () => {
  let server: Server
  let name: NonNullable<Awaited<ReturnType<typeof repositoryName>>>

  beforeAll(async () => {
    server = createServer((socket) => socket.on('error', () => undefined))
    const found = await repositoryName(`git://127.0.0.1:${await listening(server)}/pages.git`)
    if (found === null) throw new Error('no repository')
    name = found
  })
  afterAll(() => server.close())

  it('is waited for no longer than its time', async () => {
    await failureOf(readGitCorpus(name, { timeoutMs: 60_000, idleMs: 300 }))
    await failureOf(readGitCorpus(name, { timeoutMs: 300, idleMs: 60_000 }))
  })

  it('is left at once when the run is stopped', async () => {
    const stop = new AbortController()
    server.once('connection', () => stop.abort())
    const limits = { timeoutMs: 60_000, idleMs: 60_000, signal: stop.signal }
    await expect(readGitCorpus(name, limits)).rejects.toMatchObject({ name: 'AbortError' })
  })
})

describe.skipIf(!hasGit)('a name that leads nowhere', () => {
  it.each([
    'nowhere',
    '-x',
    '--help',
    'main:docs/nowhere',
    'main:-x',
    'main:../..',
    'main:docs/a.txt',
    'v1..main',
  ])('(#%s) ends with a failure', async (suffix) => {
    const failure = await failureOf(readWholeCorpus(`${repository}#${suffix}`))
    expect(failure.exitCode).toBe(exitCodes.nothingPublished)
    expect(failure.remedy).not.toBe('')
    expect(failure.message).not.toContain(root)
  })

  it('is a ref without a commit, a folder that is no repository, or nothing at all', async () => {
    createRepository(join(root, 'unborn'))
    await failureOf(readWholeCorpus(`${join(root, 'unborn')}#main`))
    mkdirSync(join(root, 'plain'))
    await failureOf(readWholeCorpus(`${join(root, 'plain')}#main`))
    await failureOf(readWholeCorpus(join(root, 'nothing#main')))
    await failureOf(readWholeCorpus(`ext::sh -c "touch ${join(root, 'made')}"`))
    expect(existsSync(join(root, 'made'))).toBe(false)
  })
})

describe('without git', () => {
  it('a repository is a failure with a remedy, and a folder is read all the same', async () => {
    const folder = mkdtempSync(join(root, 'plain-'))
    writeFileSync(join(folder, 'T1001.md'), 'one')
    vi.stubEnv('PATH', folder)
    const failure = await failureOf(readWholeCorpus('https://pages.invalid/pages.git'))
    expect(failure.remedy).not.toBe('')
    expect(await readWholeCorpus(folder)).toMatchObject({ revision: null, files: [{ file: 'T1001.md' }] })
  })
})

describe('the location in artifacts', () => {
  it.each([
    [
      'https://me:token@host.example/o/r.git#main:docs',
      'https://host.example/o/r.git#main:docs',
      'main',
      'docs',
    ],
    ['https://token@host.example/o/r', 'https://host.example/o/r', null, ''],
    ['https://host.example/r?access_token=abc#v1', 'https://host.example/r?access_token=***#v1', 'v1', ''],
    ['ssh://git@host.example:22/o/r.git#:/docs/', 'ssh://host.example:22/o/r.git#:/docs/', null, 'docs'],
    ['git@host.example:o/r.git#x', 'git@host.example:o/r.git#x', 'x', ''],
    ['file:///home/somebody/r.git#main', 'r.git#main', 'main', ''],
  ])('of %s is %s', async (written, location, ref, folder) => {
    expect(await repositoryName(written)).toMatchObject({ location, ref, folder })
  })

  it.each(['pages', '/no/such/folder', 'C:\\pages', '-x@y:z', 'ext::sh', 'user@-oProxyCommand=x:y'])(
    'is none for %s, which names no repository',
    async (written) => {
      expect(await repositoryName(written)).toBeNull()
    },
  )
})
