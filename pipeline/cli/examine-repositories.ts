import { clonesFolder } from '../system/cache-folder.js'
import { describeGit } from '../system/git-version.js'
import { clonesFolderState } from '../system/repositories/index.js'

/** What was found of one thing: it is there, it is missing (a run would be incomplete), or it is worth knowing. */
export interface Examined {
  name: string
  state: 'ok' | 'lacks' | 'note'
  sentences: string[]
  remedies: string[]
}

type Environment = Readonly<Record<string, string | undefined>>

/** The token for GitHub's API; a run is complete without. */
export function examineToken(env: Environment): Examined {
  const isSet = (env.GITHUB_TOKEN ?? '') !== ''
  const sentence = isSet
    ? "Set; it is sent to GitHub's API and to nobody else."
    : "Not set; GitHub's API then answers 60 requests an hour."
  return { name: 'GITHUB_TOKEN', state: 'ok', sentences: [sentence], remedies: [] }
}

/** Git; no lack, as only what is read from repositories needs it. */
export async function examineGit(): Promise<Examined> {
  const { version, keepsClones } = await describeGit()
  const found = (sentence: string, ...remedies: string[]): Examined => ({
    name: 'Git',
    state: remedies.length === 0 ? 'ok' : 'note',
    sentences: [sentence],
    remedies,
  })
  if (version === null)
    return found('Not found; --mirror, --clone and pages in git repositories need it.', 'install git')
  return keepsClones
    ? found(`git ${version}.`)
    : found(`git ${version}, which is too old for --clone.`, 'install git 2.29 or newer')
}

/** What a few large repositories take without their contents. */
const enoughBytes = 500e6

/** The folder that `--clone` writes to; no lack, as a run is complete without. */
export async function examineClonesFolder(env: Environment): Promise<Examined> {
  const folder = clonesFolder(env)
  const { fault, freeBytes } = await clonesFolderState(folder)
  const name = 'Clones folder'
  if (fault !== null) {
    const sentence = `--clone cannot keep clones: ${fault.sentence}`
    return { name, state: 'note', sentences: [sentence], remedies: [fault.remedy] }
  }
  const free = freeBytes === null ? '' : `, ${(freeBytes / 1e9).toFixed(1)} GB free`
  const isTight = freeBytes !== null && freeBytes < enoughBytes
  return {
    name,
    state: isTight ? 'note' : 'ok',
    sentences: [`${folder} can be written to by --clone${free}.`],
    remedies: isTight ? ['free some space, or name another folder in XDG_CACHE_HOME'] : [],
  }
}
