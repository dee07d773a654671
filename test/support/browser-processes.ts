import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { resolve } from 'node:path'

/** The process ids of main browser processes whose command line holds this text. */
export async function browsersNaming(text: string): Promise<number[]> {
  const lines = await processesNaming(text)
  return lines.filter(({ line }) => line.includes(text) && !line.includes('--type=')).map(({ id }) => id)
}

/** Every process whose command line or environment holds this text. */
export async function processesNaming(text: string): Promise<{ id: number; line: string }[]> {
  const lines = process.platform === 'linux' ? await linesFromProc() : linesFromPs()
  return lines.filter(({ line, environment }) => line.includes(text) || environment.includes(text))
}

/** Read from /proc, since a bare machine has no `ps`. */
async function linesFromProc() {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const told = (path: string) => readFile(path, 'utf8').catch(() => '')
  const lines = ids.map(async (id) => {
    const [line, environment] = await Promise.all([told(`/proc/${id}/cmdline`), told(`/proc/${id}/environ`)])
    return { id: Number(id), line, environment }
  })
  return Promise.all(lines)
}

function linesFromPs() {
  const lines = execFileSync('ps', ['-eo', 'pid=,args=']).toString().split('\n')
  return lines.map((line) => ({ id: Number.parseInt(line, 10), line, environment: '' }))
}

/** A program of its own that has printed a document and goes on living, with its browser. */
export async function programThatPrinted(): Promise<ChildProcess> {
  const script = `
      const { createPrinter } = await import(${JSON.stringify(resolve('dist/system/browser/index.js'))})
      const printer = createPrinter({ browserPath: null, env: process.env })
      await printer.print('<p>one', { paper: 'a4', createdAt: new Date(0) })
      process.stdout.write('printed')
      setInterval(() => undefined, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { env: process.env })
  await new Promise((done) => child.stdout.once('data', done))
  return child
}
