import { chanceOf, pick } from './random.js'
import { faults, type SourceShape } from './shape.js'
import { folderName, title } from './words.js'

/** Where one family of sources is at home; the first bears the real names. */
export interface Home {
  repository: string
  /** Host of what does not stand in a repository. */
  host: string
}

/** A thing that rows name: a rule, a test, a countermeasure. */
export interface Thing {
  label: string
  url: string
  trail: readonly { label: string; url: string }[]
}

/** The repository or site of a source in one of its families. */
export function homeOf(source: SourceShape, family: number): Home {
  const [owner = '', name = ''] = (source.tree?.repository ?? 'DataDog/stratus-red-team').split('/')
  return family === 0
    ? { repository: `${owner}/${name}`, host: 'stratus-red-team.cloud' }
    : { repository: `${owner}-unit-${family}/${name}`, host: `unit-${family}.stratus-red-team.cloud` }
}

/** Which thing a source names by this number: always the same for the same seed, wherever it is named. */
export function thingOf(source: SourceShape, family: number, number: number, seed: number): Thing {
  const chance = chanceOf(seed, 11, family, number, source.url.length, source.name.length)
  const label = title(chance)
  const home = homeOf(source, family)
  if (source.form === 'dotted') {
    const words = label.toLowerCase().split(' ')
    const name = `aws.${folderName(number)}.${words.slice(0, 3).join('-')}-${number}`
    return { label: name, url: `https://${home.host}/attack-techniques/aws/${name}/`, trail: [] }
  }
  if (source.tree === null) throw new Error(`${source.name} has no files`)
  const { branch, root, folders, depth } = source.tree
  const base = (kind: string) => `https://github.com/${home.repository}/${kind}/${branch}/${root}`
  if (source.form === 'analytic' || source.form === 'counted') {
    const code = `CAR-20${13 + (number % 9)}-${String(1 + (number % 12)).padStart(2, '0')}-${String(number).padStart(3, '0')}`
    return { label, url: `${base('tree')}/${code}.yaml`, trail: [] }
  }
  const trail: { label: string; url: string }[] = []
  let path = ''
  const deepest = Math.floor(chance() * folders)
  const levels = pick(chance, depth)
  for (let level = levels - 1; level >= 0; level -= 1) {
    const name = folderName(Math.floor(deepest / 4 ** level))
    path += `/${name}`
    trail.push({ label: name, url: `${base('tree')}${path}/` })
  }
  return { label, url: `${base('blob')}${path}/${fileName(label, number, chance())}`, trail }
}

function fileName(label: string, number: number, chance: number): string {
  const stem = `${label.toLowerCase().replaceAll(' ', '_')}_${number}`
  if (chance < faults.parentheses) return `${stem}(ASIMVersion).yaml`
  if (chance < faults.parentheses + faults.escaped) return `${stem.replaceAll('_', '%20')}.yaml`
  return `${stem}.yml`
}
