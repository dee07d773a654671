import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CorpusFile } from '../../pipeline/model/ports.js'
import { chanceOf } from './generate/random.js'

/** One page of the sample: its name and its text. */
export interface SamplePage {
  name: string
  text: string
}

/** The pages of the sample corpus, by name. */
export function readSample(): SamplePage[] {
  const names = readdirSync('data/corpus').sort()
  return names.map((name) => ({ name, text: readFileSync(join('data/corpus', name), 'utf8') }))
}

/** The sample over and over, as often as `copies` says. */
export function* repeated(
  sample: readonly SamplePage[],
  copies: number,
  seed: number,
): Generator<SamplePage> {
  const next = chanceOf(seed)
  for (let copy = 0; copy < copies; copy += 1) {
    for (const { name, text } of sample) yield { name: `${copy}/${name}`, text: varied(text, next) }
  }
}

/** The same as the files of a corpus. */
export function corpusFiles(pages: Iterable<SamplePage>): CorpusFile[] {
  return [...pages].map(({ name, text }) => ({
    file: name,
    content: { bytes: new TextEncoder().encode(text) },
  }))
}

/** The same as a folder on disk. Gives its size in bytes. */
export function writeCorpus(folder: string, pages: Iterable<SamplePage>): number {
  let size = 0
  for (const { name, text } of pages) {
    const bytes = new TextEncoder().encode(text)
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), bytes)
    size += bytes.length
  }
  return size
}

/**
 * A page of the same form and size with other letters in the labels and addresses of its rows: no two pages of a real
 * corpus are the same, and equal strings would be kept once. All that has a meaning of its own stays as it is.
 */
function varied(text: string, next: () => number): string {
  return text.replace(/^(\s*[*+-] .*)(\]\(https?:\/\/[^/\s)]+)(.*)$/gm, (_, label, host, path) => {
    return `${otherLetters(label, next)}${host}${otherLetters(path, next)}`
  })
}

/** Some letters in the middle of long words exchanged. */
function otherLetters(text: string, next: () => number): string {
  return text.replace(/(?<=\/[^)\s]*[a-z]{3}|\[[^\]]*[a-z]{3})[a-z](?=[a-z]{3})/g, (letter) => {
    const chance = next()
    return chance < 0.2 ? String.fromCharCode(97 + Math.floor(chance * 130)) : letter
  })
}
