import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Whether this machine has git; tests that need it say so where it has not. */
export const hasGit = spawnSync('git', ['--version']).status === 0

const settings = [
  ['user.name', 'Somebody'],
  ['user.email', 'somebody@example.com'],
  ['commit.gpgsign', 'false'],
  ['tag.gpgsign', 'false'],
  ['core.autocrlf', 'false'],
].flatMap(([name, value]) => ['-c', `${name}=${value}`])

/** Runs git in a folder; gives what it says. */
export function gitIn(folder: string, ...words: string[]): string {
  return execFileSync('git', [...settings, '-C', folder, ...words], {
    encoding: 'utf8',
    stdio: 'pipe',
  }).trim()
}

/** An empty repository with the branch `main`. */
export function createRepository(folder: string): void {
  mkdirSync(folder, { recursive: true })
  gitIn(folder, 'init', '--quiet')
  gitIn(folder, 'symbolic-ref', 'HEAD', 'refs/heads/main')
}

/** Writes files (`->` for a symbolic link's target) and commits all there is; gives the commit. */
export function commit(folder: string, files: Record<string, string>): string {
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    if (content.startsWith('->')) symlinkSync(content.slice(2), join(folder, file))
    else writeFileSync(join(folder, file), content)
  }
  gitIn(folder, 'add', '--all')
  gitIn(folder, 'commit', '--quiet', '--allow-empty', '--message', 'pages')
  return gitIn(folder, 'rev-parse', 'HEAD')
}
