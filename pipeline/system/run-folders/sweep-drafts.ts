import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isDraftName } from './draft-names.js'
import { writable } from './writable.js'

/** Removes what killed runs left behind. Only for the holder of the lock: a draft may be somebody's. */
export async function sweepDrafts(out: string): Promise<number> {
  const leftovers = [...(await leftoversIn(join(out, 'runs'))), ...(await leftoversIn(out))]
  await writable(out, async () => {
    for (const path of leftovers) await rm(path, { recursive: true, force: true })
  })
  return leftovers.length
}

async function leftoversIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => [])
  return names.filter(isDraftName).map((name) => join(folder, name))
}
