import { createHash, generateKeyPairSync } from 'node:crypto'
import {
  existsSync,
  lstatSync,
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
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type MailServer, startMailServer } from '../support/mail-server.js'
import { mappingText, pageText } from '../support/page.js'
import { describePrinting } from '../support/printing.js'
import { startToldServer } from '../support/told-server.js'
import { command } from './command.js'

let folder: string
let out: string
let pages: string
const closers: (() => unknown)[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'control-coverage-'))
  out = join(folder, 'out')
  pages = join(folder, 'pages')
  mkdirSync(pages)
  writeFileSync(join(pages, 'T1071.001.md'), pageText({ detection: mappingText() }))
  for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy']) vi.stubEnv(name, '')
})
afterEach(async () => {
  vi.unstubAllEnvs()
  for (const close of closers.splice(0)) await close()
  rmSync(folder, { recursive: true, force: true })
})

const runOffline = (...more: string[]) =>
  command('run', pages, '--out', out, '--offline', '--format', 'csv', '--run-id', 'r1', ...more)

async function mailServer(options?: Parameters<typeof startMailServer>[0]): Promise<MailServer> {
  const server = await startMailServer(options)
  closers.push(() => server.close())
  return server
}

async function toldServer(statuses?: number[]) {
  const server = await startToldServer(statuses)
  closers.push(() => server.close())
  return server
}

const mailWords = [
  '--mail-to',
  'auditor@example.org',
  '--mail-to',
  'lead@example.org',
  '--mail-from',
  'reports@example.org',
]
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const manifest = (runId: string) => JSON.parse(readFileSync(join(out, 'runs', runId, 'run.json'), 'utf8'))
const recorded = () =>
  readFileSync(join(out, '.state', 'deliveries.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

/** Every byte that the program left or said, as text. */
function everything(...said: string[]): string {
  const files = readdirSync(out, { recursive: true, encoding: 'utf8' })
    .map((name) => join(out, name))
    .filter((path) => lstatSync(path).isFile())
  return [...files.map((path) => readFileSync(path, 'latin1')), ...said].join('\n')
}

describePrinting('a run that is mailed', () => {
  it('reaches everybody, with PDF and XLSX as they were published', async () => {
    const server = await mailServer({ user: { name: 'robot', password: 'canary/1' } })
    vi.stubEnv('CONTROL_COVERAGE_SMTP_URL', `smtp://robot:canary%2F1@127.0.0.1:${server.port}`)
    const ran = await runOffline('--format', 'csv,xlsx,pdf', ...mailWords)
    expect(ran.exitCode).toBe(0)
    expect(server.mails).toHaveLength(1)
    const [mail] = server.mails
    expect([mail?.to].flat().flatMap((to) => to?.value.map(({ address }) => address) ?? [])).toEqual([
      'auditor@example.org',
      'lead@example.org',
    ])
    expect(mail?.subject).toMatch(/^Control coverage of pages, .* gaps?, 0 dead links$/)
    const published = Object.fromEntries(
      manifest('r1').outputs.map(({ path, sha256 }: { path: string; sha256: string }) => [path, sha256]),
    )
    const received = mail?.attachments.map(({ filename, content }) => [filename, sha256(content)])
    expect(received).toEqual([
      ['coverage.pdf', published['coverage.pdf']],
      ['coverage.xlsx', published['coverage.xlsx']],
    ])
    expect(mail?.text).toContain('Attached   coverage.pdf, coverage.xlsx')
    expect(everything(ran.stdout, ran.stderr)).not.toContain('canary')
  })
})

describe('mail', () => {
  it('that would be too large says where the files are instead', async () => {
    const server = await mailServer()
    vi.stubEnv('CONTROL_COVERAGE_SMTP_URL', `smtp://127.0.0.1:${server.port}`)
    const words = [
      '--format',
      'csv,xlsx',
      '--mail-limit',
      '0',
      '--report-url',
      'https://reports.example.org/runs',
    ]
    await runOffline(...words, ...mailWords)
    expect(server.mails[0]?.attachments).toEqual([])
    expect(server.mails[0]?.text).toContain('https://reports.example.org/runs/r1/')
    expect(server.mails[0]?.text).toContain(
      'Too large to attach (1 MB; this mail may carry 0): coverage.xlsx',
    )
  })

  it('is tried again after "not now", not after "never", and changes nothing of the run', async () => {
    const server = await mailServer({ refusals: [451] })
    vi.stubEnv('CONTROL_COVERAGE_SMTP_URL', `smtp://127.0.0.1:${server.port}`)
    expect((await runOffline(...mailWords)).exitCode).toBe(0)
    expect([server.attempts(), server.mails.length]).toEqual([2, 1])
    const never = await mailServer({ refusals: [550, 550] })
    vi.stubEnv('CONTROL_COVERAGE_SMTP_URL', `smtp://127.0.0.1:${never.port}`)
    const { exitCode, stderr } = await runOffline('--run-id', 'r2', ...mailWords)
    expect([exitCode, never.attempts(), never.mails.length]).toEqual([0, 1, 0])
    expect(stderr).toContain('Not delivered: mail to auditor@example.org')
    expect(
      recorded().map(({ runId, channel, delivered, attempts }) => ({ runId, channel, delivered, attempts })),
    ).toEqual([
      { runId: 'r1', channel: 'mail', delivered: true, attempts: 2 },
      { runId: 'r2', channel: 'mail', delivered: false, attempts: 1 },
    ])
    expect((await command('verify', 'r2', '--out', out)).exitCode).toBe(0)
  })

  it('tells of a failed run what failed, what to do, and which report still stands', async () => {
    const server = await mailServer()
    vi.stubEnv('CONTROL_COVERAGE_SMTP_URL', `smtp://127.0.0.1:${server.port}`)
    await runOffline('--run-id', 'good')
    rmSync(join(pages, 'T1071.001.md'))
    expect((await runOffline(...mailWords)).exitCode).toBe(1)
    expect(server.mails[0]?.subject).toMatch(/^FAILED: control coverage of pages/)
    expect(server.mails[0]?.text).toContain('holds not one technique page')
    expect(server.mails[0]?.text).toContain('What to do')
    expect(server.mails[0]?.text).toContain('(run good)')
    expect(server.mails[0]?.attachments).toEqual([])
  })

  it.each([
    [['--mail-to', 'a@b.example'], '--mail-from'],
    [['--mail-to', 'a@b.example', '--mail-from', 'c@d.example'], 'CONTROL_COVERAGE_SMTP_URL'],
    [['--mail-to', 'a@b.example\nBcc: x@y.example', '--mail-from', 'c@d.example'], '--mail-to'],
    [['--webhook', 'ftp://site.example/'], '--webhook'],
  ])('%j is a fault of the settings, found before any work', async (words, named) => {
    const { exitCode, stderr } = await runOffline(...words)
    expect(exitCode).toBe(3)
    expect(stderr).toContain(named)
    expect(existsSync(out)).toBe(false)
  })

  it('in words of one’s own is checked before any work', async () => {
    mkdirSync(join(folder, 'templates', 'delivery'), { recursive: true })
    for (const [name, text] of [
      ['mail-subject.hbs', 'x'],
      ['mail-body.hbs', '{{news.figures.tecniques}}'],
      ['chat.hbs', 'x'],
    ] as const)
      writeFileSync(join(folder, 'templates', 'delivery', name), text)
    vi.stubEnv('CONTROL_COVERAGE_SMTP_URL', 'smtp://127.0.0.1:9')
    const { exitCode, stderr } = await runOffline('--templates', join(folder, 'templates'), ...mailWords)
    expect(exitCode).toBe(3)
    expect(stderr).toContain('delivery/mail-body.hbs:1')
  })
})

describe('webhook and monitor', () => {
  it('are told at the start and at the end, tried again, and their addresses are in no log', async () => {
    const server = await toldServer([200, 503])
    const hook = `${server.url}/services/canary`
    const { exitCode, stderr } = await runOffline('--ping-url', hook, '--log', 'json')
    expect(exitCode).toBe(0)
    expect(server.told.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /services/canary/start',
      'POST /services/canary',
      'POST /services/canary',
    ])
    const { exitCode: second, stderr: secondLog } = await runOffline('--run-id', 'r2', '--webhook', hook)
    expect(second).toBe(0)
    const news = JSON.parse(server.told.at(-1)?.body ?? '')
    expect(news).toMatchObject({
      outcome: 'published',
      exitCode: 0,
      runId: 'r2',
      corpus: 'pages',
      figures: { techniques: 1 },
    })
    expect(everything(stderr, secondLog)).not.toContain('canary')
  })

  it('in the form of Slack take one text, in which nothing of the corpus calls anybody', async () => {
    const server = await toldServer()
    const named = join(folder, '<!channel> & co')
    mkdirSync(named)
    writeFileSync(join(named, 'T1071.001.md'), pageText({ detection: mappingText() }))
    await command(
      'run',
      named,
      '--out',
      out,
      '--offline',
      '--format',
      'csv',
      '--webhook',
      server.url,
      '--webhook-form',
      'slack',
    )
    const body = JSON.parse(server.told[0]?.body ?? '')
    expect(Object.keys(body)).toEqual(['text'])
    expect(body.text).toContain('&lt;!channel&gt; &amp; co')
  })

  it('are told of a failed run as one', async () => {
    const server = await toldServer()
    rmSync(join(pages, 'T1071.001.md'))
    const url = ['--ping-url', `${server.url}/p`, '--webhook', `${server.url}/w`]
    expect((await runOffline(...url)).exitCode).toBe(1)
    expect(server.told.map(({ url: path }) => path).sort()).toEqual(['/p/fail', '/p/start', '/w'])
    const news = JSON.parse(server.told.find(({ url: path }) => path === '/w')?.body ?? '')
    expect(news).toMatchObject({
      outcome: 'failed',
      exitCode: 1,
      runId: null,
      failure: { sentence: expect.any(String) },
    })
  })

  it('that are gone cost the run nothing', async () => {
    const server = await toldServer([404, 404, 404])
    const { exitCode, stderr } = await runOffline('--ping-url', server.url, '--webhook', server.url)
    expect(exitCode).toBe(0)
    expect(stderr.match(/Not delivered|not told of the start/g)).toHaveLength(3)
  })
})

describe('a copy', () => {
  it('is the whole run, and is made once', async () => {
    const share = join(folder, 'share')
    mkdirSync(share)
    await runOffline('--copy-to', share)
    expect(readdirSync(share)).toEqual(['r1'])
    expect((await command('verify', join(share, 'r1'))).exitCode).toBe(0)
  })

  it('of a signed run bears the signature, too', async () => {
    const [share, key, publicKey] = [join(folder, 'share'), join(folder, 'key.pem'), join(folder, 'pub.pem')]
    mkdirSync(share)
    const pair = generateKeyPairSync('ed25519')
    writeFileSync(key, pair.privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 })
    writeFileSync(publicKey, pair.publicKey.export({ type: 'spki', format: 'pem' }))
    await runOffline('--copy-to', share, '--sign', key)
    expect((await command('verify', join(share, 'r1'), '--public-key', publicKey)).exitCode).toBe(0)
  })

  it('never goes through what is planted there, nor over it', async () => {
    const [share, victim] = [join(folder, 'share'), join(folder, 'victim')]
    mkdirSync(share)
    mkdirSync(victim)
    symlinkSync(victim, join(share, 'r1'))
    const { exitCode, stderr } = await runOffline('--copy-to', share)
    expect(exitCode).toBe(0)
    expect(stderr).toContain('Not delivered: copy')
    expect(readdirSync(victim)).toEqual([])
    expect(readdirSync(share)).toEqual(['r1'])
  })
})

describe('metrics', () => {
  it('keep the time of the last success over a failure, and are replaced whole', async () => {
    const file = join(folder, 'coverage.prom')
    symlinkSync(join(folder, 'victim'), file)
    await runOffline('--metrics-file', file)
    const text = readFileSync(file, 'utf8')
    expect(existsSync(join(folder, 'victim'))).toBe(false)
    expect(text).toContain('control_coverage_last_run_exit_code{corpus="pages"} 0\n')
    expect(text).toMatch(/control_coverage_links\{corpus="pages",state="unchecked"\} [1-9]/)
    const success = /^control_coverage_last_success_timestamp_seconds\{.*\} (\d+)$/m
    const at = success.exec(text)?.[1]
    rmSync(join(pages, 'T1071.001.md'))
    await runOffline('--metrics-file', file)
    const after = readFileSync(file, 'utf8')
    expect(after).toContain('control_coverage_last_run_exit_code{corpus="pages"} 1\n')
    expect(success.exec(after)?.[1]).toBe(at)
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([])
  })
})
