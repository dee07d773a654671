import { execFileSync } from 'node:child_process'
import {
  cpSync,
  createReadStream,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { extract } from 'tar-fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { mappingText, pageText } from '../support/page.js'

let project: string
let packed: { files: { path: string }[] }
const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'))

/** An empty project in which the packed package is installed, its dependencies borrowed from here: no registry is asked. */
beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), 'control-coverage-library-'))
  const words = ['pack', '--json', '--ignore-scripts', '--pack-destination', project]
  const [result] = JSON.parse(execFileSync('npm', words, { encoding: 'utf8' }))
  packed = result
  const home = join(project, 'node_modules', 'control-coverage')
  mkdirSync(home, { recursive: true })
  const strip = (header: { name: string }) => ({ ...header, name: header.name.replace(/^package\//, '') })
  await pipeline(
    createReadStream(join(project, result.filename)),
    createGunzip(),
    extract(home, { map: strip as never }),
  )
  for (const name of [...Object.keys(dependencies), '@types/node']) {
    const to = join(project, 'node_modules', name)
    mkdirSync(dirname(to), { recursive: true })
    symlinkSync(resolve('node_modules', name), to)
  }
  writeFileSync(join(project, 'package.json'), JSON.stringify({ type: 'module' }))
  mkdirSync(join(project, 'pages'))
  writeFileSync(join(project, 'pages', 'T1071.001.md'), pageText({ detection: mappingText() }))
  cpSync('test/library/use-of-library.ts.txt', join(project, 'use.ts'))
})
afterAll(() => rmSync(project, { recursive: true, force: true }))

it('the packed library has types that hold in a strict project, and runs', () => {
  const options = {
    compilerOptions: {
      module: 'NodeNext',
      target: 'ES2022',
      strict: true,
      types: ['node'],
      skipLibCheck: false,
    },
    files: ['use.ts'],
  }
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify(options))
  const here = { cwd: project, encoding: 'utf8' } as const
  const tsc = resolve('node_modules/typescript/bin/tsc')
  try {
    execFileSync(process.execPath, [tsc, '-p', '.'], here)
  } catch (error) {
    throw new Error((error as { stdout: string }).stdout)
  }
  const told = JSON.parse(execFileSync(process.execPath, ['use.js'], here))
  expect(told).toEqual({
    technique: 'T1071.001',
    layers: ['navigator.json', 'navigator-gaps.json'],
    exitCode: 0,
    refused: [3, true],
    summary: true,
  })
})

it('nothing is packed that nobody needs', () => {
  const paths = packed.files.map(({ path }) => path)
  expect(paths).toEqual(
    expect.arrayContaining(['dist/index.js', 'dist/index.d.ts', 'dist/cli/main.js', 'LICENSE', 'README.md']),
  )
  expect(
    paths.filter(
      (path) => !/^(dist|templates|data)\/|^(package\.json|LICENSE|README\.md|action\.yml)$/.test(path),
    ),
  ).toEqual([])
  expect(paths.filter((path) => /\.map$|\.tsbuildinfo$|\.test\.|^dist\/test/.test(path))).toEqual([])
  for (const name of Object.keys(devDependencies)) expect(Object.keys(dependencies)).not.toContain(name)
})
