import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Packages that others would use: no dependencies, but installed anew for a benchmark and removed again. */
export interface InstalledPackages {
  /** The module of one of them, to import. */
  file(path: string): string
  remove(): void
}

/** Installs packages, `name` to version, from the npm registry to a temporary folder; throws where npm does. */
export function installPackages(dependencies: Readonly<Record<string, string>>): InstalledPackages {
  const folder = mkdtempSync(join(tmpdir(), 'bench-packages-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }))
  const script = process.env.npm_execpath
  const [command, first] = script === undefined ? ['npm', []] : [process.execPath, [script]]
  const words = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock']
  try {
    execFileSync(command, [...first, ...words], { cwd: folder, encoding: 'utf8', stdio: 'pipe' })
  } catch (error) {
    remove()
    throw error
  }
  return { file: (path) => join(folder, 'node_modules', path), remove }
}
