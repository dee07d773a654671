import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { z } from 'zod'
import { createProgram } from '../../pipeline/cli/program.js'

const folder = 'templates/deploy'
const text = (name: string) => readFileSync(join(folder, name), 'utf8')

/** What a YAML file holds, one value a document; any error or warning of the parser is one of the file. */
function yamlOf(name: string): unknown[] {
  const documents = parseAllDocuments(text(name), { strict: true, uniqueKeys: true })
  expect(documents.flatMap(({ errors, warnings }) => [...errors, ...warnings])).toEqual([])
  return documents.map((document) => document.toJS())
}

const program = createProgram(
  { print: () => undefined, talk: { write: () => undefined, isTerminal: false } },
  () => undefined,
)

/** The words after the program's name must be a command of ours with options that it has. */
function expectOurs(words: readonly string[]): void {
  const command = program.commands.find((each) => each.name() === words[0])
  expect(command?.name()).toBe(words[0])
  const options = words.filter((word) => word.startsWith('--'))
  expect(options.filter((option) => command?.options.every(({ long }) => long !== option))).toEqual([])
}

/** A Dockerfile's instructions; lines that go on are one, comments are none. */
function instructions(name: string): { instruction: string; words: string }[] {
  const lines = text(name)
    .replace(/^\s*#.*$/gm, '')
    .replace(/\\\n/g, ' ')
    .split('\n')
  return lines
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, instruction = '', words = ''] = /^(\S+)\s+(.*)$/.exec(line.trim()) ?? []
      return { instruction, words }
    })
}

describe('the Dockerfile', () => {
  const all = instructions('Dockerfile')
  const wordsOf = (name: string) =>
    all.filter(({ instruction }) => instruction === name).map(({ words }) => words)

  it('ends as a user without rights, by number, so that a cluster can see it', () => {
    const [user] = wordsOf('USER').slice(-1)
    expect(user).toMatch(/^[1-9]\d{3,}:[1-9]\d{3,}$/)
    const last = all.findLastIndex(({ instruction }) => instruction === 'USER')
    expect(all.slice(last).filter(({ instruction }) => ['RUN', 'COPY', 'ADD'].includes(instruction))).toEqual(
      [],
    )
  })

  it('leaves the browser its sandbox', () => {
    expect(text('Dockerfile')).not.toContain('no-sandbox')
    expect(wordsOf('RUN').join(' ')).toMatch(/\bchromium\b/)
    expect(wordsOf('ENV').join(' ')).toContain('PUPPETEER_EXECUTABLE_PATH=/usr/bin/chromium')
  })

  it('has a profile made in which the sandbox may do without capabilities what it needs to', () => {
    const comments = text('Dockerfile').replace(/^# ?/gm, '')
    const [, filter = ''] = /jq '([^']*)' default\.json/.exec(comments) ?? []
    const refused = { names: ['chroot'], action: 'SCMP_ACT_ERRNO', excludes: { caps: ['CAP_SYS_CHROOT'] } }
    const profile = { syscalls: [{ names: ['read'], action: 'SCMP_ACT_ALLOW' }, refused] }
    const { stdout, error } = spawnSync('jq', ['-c', filter], {
      input: JSON.stringify(profile),
      encoding: 'utf8',
    })
    if (error !== undefined) return
    expect(JSON.parse(stdout).syscalls).toEqual([
      { names: ['read'], action: 'SCMP_ACT_ALLOW' },
      { names: ['chroot', 'clone', 'clone3', 'unshare'], action: 'SCMP_ACT_ALLOW' },
    ])
  })

  it('runs as a user and a group of the same number, which files are written with', () => {
    const [user = ''] = wordsOf('USER')
    const [uid, gid] = user.split(':')
    expect(wordsOf('RUN').join(' ')).toMatch(new RegExp(`groupadd --gid ${gid} .*useradd --uid ${uid} `))
  })

  it('has two stages, names versions, and copies what there is', () => {
    expect(wordsOf('FROM')).toHaveLength(2)
    for (const from of wordsOf('FROM')) expect(from).toMatch(/^\S+:(?!latest)\S+/)
    expect(wordsOf('ADD')).toEqual([])
    const sources = wordsOf('COPY')
      .filter((words) => !words.startsWith('--from='))
      .flatMap((words) => words.split(/\s+/).slice(0, -1))
    expect(sources.filter((source) => !existsSync(source))).toEqual([])
  })

  it('starts our program, with words that it knows', () => {
    const [entry] = wordsOf('ENTRYPOINT')
    expect(JSON.parse(entry ?? '')).toEqual(['node', '/app/dist/cli/main.js'])
    expectOurs(JSON.parse(wordsOf('CMD')[0] ?? ''))
  })
})

describe('the systemd units', () => {
  const units = ['control-coverage.service', 'control-coverage.timer']
  const hasSystemd = existsSync('/usr/bin/systemd-analyze')

  it.skipIf(!hasSystemd)('are sound to systemd itself', () => {
    const words = ['verify', '--man=no', ...units.map((unit) => join(folder, unit))]
    const { status, stderr } = spawnSync('systemd-analyze', words, { encoding: 'utf8' })
    expect(status).toBe(0)
    expect(stderr.split('\n').filter((line) => units.some((unit) => line.includes(unit)))).toEqual([])
    const [, calendar = ''] = /^OnCalendar=(.*)$/m.exec(text('control-coverage.timer')) ?? []
    expect(execFileSync('systemd-analyze', ['calendar', calendar], { encoding: 'utf8' })).toContain(
      'Next elapse',
    )
  })

  it('run our program as a user of its own, make up for one missed night, and keep what was published', () => {
    const service = text('control-coverage.service')
    const [, command = ''] = /^ExecStart=\S+ node \S+\/dist\/cli\/main\.js (.*)$/m.exec(service) ?? []
    expectOurs(command.split(' '))
    expect(service).toMatch(/^User=(?!root)/m)
    expect(service).toMatch(/^SuccessExitStatus=2 4$/m)
    expect(text('control-coverage.timer')).toMatch(/^Persistent=true$/m)
  })
})

describe('the GitHub Actions workflow', () => {
  const Step = z.looseObject({ uses: z.string().optional(), run: z.string().optional() })
  const Workflow = z.looseObject({
    on: z.looseObject({ schedule: z.array(z.strictObject({ cron: z.string() })).min(1) }),
    permissions: z.strictObject({ contents: z.literal('read') }),
    concurrency: z.looseObject({ 'cancel-in-progress': z.literal(false) }),
    jobs: z.record(z.string(), z.looseObject({ 'timeout-minutes': z.int(), steps: z.array(Step) })),
  })

  it('reads, runs our program every night, one at a time, with rights to read alone', () => {
    const [workflow] = yamlOf('github-actions.yml').map((value) => Workflow.parse(value))
    const steps = Object.values(workflow?.jobs ?? {}).flatMap((job) => job.steps)
    for (const { uses } of steps)
      if (uses !== undefined) expect(uses).toMatch(/^actions\/[a-z-]+(\/[a-z]+)?@v\d+$/)
    const [, words = ''] = /main\.js (.*)$/m.exec(steps.map(({ run }) => run ?? '').join('\n')) ?? []
    expectOurs(words.split(' '))
  })

  it('keeps what was learnt of links on nights that end in failure, too', () => {
    const [workflow] = yamlOf('github-actions.yml').map((value) => Workflow.parse(value))
    const steps = Object.values(workflow?.jobs ?? {}).flatMap((job) => job.steps)
    // `actions/cache` alone saves nothing when a step before the end has failed, as `--fail-on` makes it.
    const caching = steps.filter(({ uses }) => uses?.startsWith('actions/cache'))
    expect(caching.map(({ uses, if: when }) => [uses?.replace(/@.*/, ''), when])).toEqual([
      ['actions/cache/restore', undefined],
      ['actions/cache/save', 'always()'],
    ])
  })
})

describe('the Kubernetes CronJob', () => {
  const Container = z.looseObject({
    args: z.array(z.string()),
    securityContext: z.strictObject({
      allowPrivilegeEscalation: z.literal(false),
      readOnlyRootFilesystem: z.literal(true),
      capabilities: z.strictObject({ drop: z.tuple([z.literal('ALL')]) }),
    }),
    resources: z.looseObject({ limits: z.looseObject({ memory: z.string() }) }),
    volumeMounts: z.array(z.looseObject({ name: z.string(), mountPath: z.string() })),
  })
  const Pod = z.looseObject({
    restartPolicy: z.literal('Never'),
    terminationGracePeriodSeconds: z.int().min(15),
    securityContext: z.looseObject({ runAsNonRoot: z.literal(true), runAsUser: z.int().min(1000) }),
    containers: z.array(Container).min(1),
    volumes: z.array(z.looseObject({ name: z.string() })),
  })
  const CronJob = z.strictObject({
    apiVersion: z.literal('batch/v1'),
    kind: z.literal('CronJob'),
    metadata: z.strictObject({ name: z.string() }),
    spec: z.looseObject({
      schedule: z.string(),
      timeZone: z.string(),
      concurrencyPolicy: z.literal('Forbid'),
      jobTemplate: z.strictObject({
        spec: z.looseObject({ backoffLimit: z.int(), template: z.strictObject({ spec: Pod }) }),
      }),
    }),
  })

  it('runs our program, one at a time, without rights, in volumes that it has', () => {
    const values = yamlOf('kubernetes-cronjob.yaml')
    expect(values.map((value) => z.looseObject({ kind: z.string() }).parse(value).kind)).toEqual([
      'PersistentVolumeClaim',
      'CronJob',
    ])
    const { containers, volumes } = CronJob.parse(values[1]).spec.jobTemplate.spec.template.spec
    for (const { args, volumeMounts } of containers) {
      expectOurs(args)
      const named = volumes.map(({ name }) => name)
      expect(volumeMounts.filter(({ name }) => !named.includes(name))).toEqual([])
    }
  })
})

it('no file for deployment names the host of a package registry, or holds a secret', () => {
  for (const name of readdirSync(folder)) {
    expect(text(name), name).not.toMatch(/registry\.|npmjs|pypi|jfrog|artifactory/i)
    expect(text(name), name).not.toMatch(/:\/\/[^/\s'"]*:[^/\s'"@]*@/)
  }
})
