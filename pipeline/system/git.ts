import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * The commit that a folder's files are of, or null outside a git repository or without git.
 * `+changes` is added where files below `path` differ from that commit.
 */
export async function revisionOf(folder: string, path: string): Promise<string | null> {
  const git = async (...args: string[]) => {
    const { stdout } = await run('git', ['-C', folder, '--no-optional-locks', ...args], {
      timeout: 20_000,
      maxBuffer: 1 << 26,
    })
    return stdout.trim()
  }
  try {
    const prefix = await git('rev-parse', '--show-prefix')
    const commit = await git('rev-parse', 'HEAD')
    const tracked = await git('ls-files', '--', '.')
    // A folder that merely lies inside some repository, untracked, has no revision.
    if (tracked === '' && prefix !== '') return null
    const changes = await git('status', '--porcelain', '--', folder === path ? '.' : path)
    return changes === '' ? commit : `${commit}+changes`
  } catch {
    return null
  }
}
