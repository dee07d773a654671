import { statfs } from 'node:fs/promises'
import { Failure } from '../../../model/failure.js'
import { probeOutputFolder } from '../../output-probe.js'
import { requireTrusted } from './home.js'

/** What a run would meet in the folder that clones are kept in. */
export interface FolderState {
  /** Why no clone could be kept there, in one sentence with what helps; null where one could be. */
  fault: { sentence: string; remedy: string } | null
  /** Bytes that are free on its disk; null where the system does not say. */
  freeBytes: number | null
}

/** Tries the folder of clones out as a run would use it; it is made where it is not there. */
export async function clonesFolderState(folder: string): Promise<FolderState> {
  const freeBytes = () =>
    statfs(folder).then(
      ({ bavail, bsize }) => bavail * bsize,
      () => null,
    )
  return { fault: await faultOf(folder), freeBytes: await freeBytes() }
}

async function faultOf(folder: string): Promise<FolderState['fault']> {
  try {
    await requireTrusted(folder)
  } catch (cause) {
    if (cause instanceof Failure) return { sentence: cause.message, remedy: cause.remedy }
    throw cause
  }
  const code = await probeOutputFolder(folder)
  if (code === null) return null
  const remedy = 'Check its rights and space, or name another one in XDG_CACHE_HOME.'
  return { sentence: `the folder ${folder} cannot be written to (${code}).`, remedy }
}
