import type { Config } from '../config/config.js'
import { type ExitCode, exitCodes } from '../model/failure.js'
import { describeBrowser } from '../system/browser/index.js'
import { probeOutputFolder } from '../system/output-probe.js'
import { type Examined, examineClonesFolder, examineGit, examineToken } from './examine-repositories.js'

/** Examines this machine and prints each lack with its remedy. Exit code 1 where a run could not be complete. */
export async function doctorCommand(
  { out, browser, browserMemory }: Config,
  print: (text: string) => void,
): Promise<ExitCode> {
  const examined = [
    node(),
    await outputFolder(out),
    ...(await describeBrowser({ browserPath: browser, memoryMb: browserMemory, env: process.env })).aspects,
    await network(),
    proxy(process.env),
    examineToken(process.env),
    await examineGit(),
    await examineClonesFolder(process.env),
  ]
  const width = Math.max(...examined.map(({ name }) => name.length))
  for (const { name, state, sentences, remedies } of examined) {
    const [first = '', ...more] = [...sentences, ...remedies.map((remedy) => `Remedy: ${remedy}`)]
    print(`${state.padEnd(5)} ${name.padEnd(width)}  ${first}\n`)
    for (const line of more) print(`${' '.repeat(width + 8)}${line}\n`)
  }
  return examined.some(({ state }) => state === 'lacks') ? exitCodes.nothingPublished : exitCodes.done
}

function node(): Examined {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const enough = major > 20 || (major === 20 && minor >= 19)
  return {
    name: 'Node',
    state: enough ? 'ok' : 'lacks',
    sentences: [`Node ${process.version} on ${process.platform} ${process.arch}.`],
    remedies: enough ? [] : ['install Node 20.19 or newer'],
  }
}

async function outputFolder(out: string): Promise<Examined> {
  const fault = await probeOutputFolder(out)
  return {
    name: 'Output folder',
    state: fault === null ? 'ok' : 'lacks',
    sentences: [fault === null ? `${out} can be written to.` : `${out} cannot be written to (${fault}).`],
    remedies: fault === null ? [] : ['check its rights and space, or name another with --out'],
  }
}

const probedUrl = 'https://github.com/'
const probeTimeoutMs = 5_000

/** No network is a note, not a lack: a run is complete without, and says that links were not checked. */
async function network(): Promise<Examined> {
  const { createHttp } = await import('../system/http/index.js')
  const http = createHttp({ allowHosts: [], env: process.env })
  const answer = await http.ask({
    method: 'HEAD',
    url: probedUrl,
    headers: {},
    timeoutMs: probeTimeoutMs,
    maxBodyBytes: 0,
  })
  await http.close()
  if (answer.kind === 'answer')
    return { name: 'Network', state: 'ok', sentences: [`${probedUrl} answers.`], remedies: [] }
  return {
    name: 'Network',
    state: 'note',
    sentences: [
      `${probedUrl} gives no answer (${answer.reason}); where no host does, links stay "unchecked".`,
    ],
    remedies: ['let this machine reach the internet, or set HTTPS_PROXY'],
  }
}

function proxy(env: NodeJS.ProcessEnv): Examined {
  const set = ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY', 'NODE_EXTRA_CA_CERTS'].filter(
    (name) => env[name] !== undefined || env[name.toLowerCase()] !== undefined,
  )
  return {
    name: 'Proxy and CAs',
    state: 'ok',
    sentences: [set.length === 0 ? 'None is set; hosts are asked directly.' : `${set.join(', ')} set.`],
    remedies: [],
  }
}
