import { readdir, readlink, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { syncFolder } from '../sync-folder.js'
import { pointLatest } from './put-in-place.js'

/**
 * Makes a draft the run of that id by one rename, lets `latest` point at it where asked, and gives its path. Throws what
 * the disk says, and then nothing is published.
 */
export async function publish(
  out: string,
  { draft, runId, latest }: { draft: string; runId: string; latest: boolean },
): Promise<string> {
  const runs = join(out, 'runs')
  const final = join(runs, runId)
  await syncTree(draft)
  const before = await readlink(join(out, 'latest')).catch(() => null)
  await rename(draft, final)
  try {
    await syncFolder(runs)
    if (latest) await pointLatest(out, `runs/${runId}`)
    await syncFolder(out)
  } catch (error) {
    // Should the disk not even take it back, what stays is a whole run.
    await takeBack(out, { final, draft, before }).catch(() => undefined)
    throw error
  }
  return final
}

async function syncTree(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await syncTree(join(folder, entry.name))
  }
  await syncFolder(folder)
}

/** Undoes a publication that failed half-way: a run that ended with "nothing published" must not be found, or be the latest. */
async function takeBack(
  out: string,
  { final, draft, before }: { final: string; draft: string; before: string | null },
): Promise<void> {
  const link = join(out, 'latest')
  if ((await readlink(link).catch(() => null)) !== before) {
    if (before === null) await rm(link, { force: true })
    else await pointLatest(out, before)
  }
  await rename(final, draft)
}
