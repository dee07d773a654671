import { createReadStream, createWriteStream } from 'node:fs'
import { chmod, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress } from 'node:zlib'
import type { Headers } from 'tar-fs'
import { sweepLeftOvers } from '../left-overs.js'
import type { Environment } from './known-browsers.js'
import { folderMode, isTrustedFolder, programFolder } from './private-folder.js'

/** The browser of the optional npm package, unpacked and ready to run. */
export interface NpmBrowser {
  path: string
  /** Folder of the few shared libraries that a bare machine lacks. */
  libraryPath: string
  /** Where fonts are found on a machine without any configuration of its own, else null. */
  fontconfigFile: string | null
  /** Removes what was unpacked for this run alone. */
  dispose(): Promise<void>
}

/**
 * The headless Chromium of `@sparticuz/chromium`, unpacked once into a folder of our own; null without the package.
 *
 * The package's own functions are never called: they trust a fixed place that anybody may write to
 * (`/tmp/chromium`) and switch the sandbox off. Unpacking is atomic, so that a torn copy is never run.
 */
export async function npmBrowser(env: Environment, userId: number): Promise<NpmBrowser | null> {
  const source = await packageFolder()
  if (source === null) return null
  const folder = await programFolder(env, userId)
  const target = join(folder.path, `browser-${source.version}`)
  const unpacked = await isFile(join(target, 'fonts.conf'))
  if (!unpacked) await unpack(join(source.path, 'bin'), folder.path, target, folderMode(userId))
  if (!(await isTrustedFolder(target, userId))) throw new Error(`${target} may be written to by others`)
  return {
    path: join(target, 'chromium'),
    libraryPath: join(target, 'lib'),
    // Without fontconfig a page prints blank, bundled fonts and all: the browser looks for one to fall back on first.
    fontconfigFile: (await isFile('/etc/fonts/fonts.conf')) ? null : join(target, 'fonts.conf'),
    dispose: async () => {
      if (folder.temporary) await rm(folder.path, { recursive: true, force: true })
    },
  }
}

/** The optional package, by its name. */
export const npmPackage = '@sparticuz/chromium'

/** Whether the package is installed, and for this system. */
export async function hasNpmBrowser(): Promise<boolean> {
  return (await packageFolder()) !== null
}

async function packageFolder(): Promise<{ path: string; version: string } | null> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null
  try {
    const entry = createRequire(import.meta.url).resolve(npmPackage)
    const path = dirname(dirname(dirname(entry)))
    const { name, version } = JSON.parse(await readFile(join(path, 'package.json'), 'utf8')) as {
      name: string
      version: string
    }
    return name === npmPackage && /^\d[\w.-]*$/.test(version) ? { path, version } : null
  } catch {
    return null
  }
}

async function unpack(archives: string, parent: string, target: string, mode: number): Promise<void> {
  sweepLeftOvers(parent, (name) => /^\.unpacking-[A-Za-z0-9]{6}$/.test(name), 'folder')
  const draft = await mkdtemp(join(parent, '.unpacking-'))
  try {
    const content = join(draft, 'content')
    await mkdir(content)
    await pipeline(
      createReadStream(join(archives, 'chromium.br')),
      createBrotliDecompress(),
      createWriteStream(join(content, 'chromium'), { flags: 'wx' }),
    )
    await chmod(join(content, 'chromium'), 0o755)
    const { extract } = await import('tar-fs')
    const asOurs = {
      umask: 0,
      dmode: 0o755,
      fmode: 0o755,
      map: (header: Headers) => ({ ...header, uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }),
    }
    for (const archive of ['al2023.tar.br', 'fonts.tar.br']) {
      await pipeline(
        createReadStream(join(archives, archive)),
        createBrotliDecompress(),
        extract(content, asOurs),
      )
    }
    await writeFile(join(content, 'fonts.conf'), fontconfig(join(target, 'fonts')))
    await chmod(content, mode)
    await putInPlace(content, target)
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

/** Fonts to fall back on (fontconfig's `fonts.conf`): the package's own, then whatever the machine has. */
function fontconfig(fonts: string): string {
  const folders = [fonts, '/usr/share/fonts', '/usr/local/share/fonts']
  return [
    '<?xml version="1.0"?>',
    '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
    '<fontconfig>',
    ...folders.map((folder) => `<dir>${folder}</dir>`),
    '<cachedir prefix="xdg">fontconfig</cachedir>',
    '</fontconfig>\n',
  ].join('\n')
}

async function putInPlace(content: string, target: string): Promise<void> {
  try {
    await rename(content, target)
  } catch (error) {
    // Another run was quicker: what it put there is as good as ours.
    if (!(await isFile(join(target, 'fonts.conf')))) throw error
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile()
  } catch {
    return false
  }
}
