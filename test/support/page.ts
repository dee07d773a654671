import { extract } from '../../pipeline/extract/index.js'
import type { Model, Technique } from '../../pipeline/model/model.js'
import type { CorpusFile } from '../../pipeline/model/ports.js'
import type { Records } from '../../pipeline/model/records.js'
import { normalize } from '../../pipeline/normalize/index.js'

/** A file of a corpus made of a text. */
export function fileOf(file: string, text: string): CorpusFile {
  return { file, content: { bytes: new TextEncoder().encode(text) } }
}

export interface MappingText {
  heading?: string
  date?: string
  total?: string
  count?: string
  locator?: string
  rows?: string
}

/** A block in the grammar of the pages; give only what the test is about. */
export function mappingText(given: MappingText = {}): string {
  return [
    `### ${given.heading ?? '[Sigma rules public repository](https://github.com/SigmaHQ/sigma)'}`,
    `**Last accessed:** ${given.date ?? 'August 09, 2022'}`,
    '',
    `**Total ATT&CK-mapped rules:** ${given.total ?? '2578'}`,
    '',
    `**ATT&CK-mapped resources for this (sub)technique:** ${given.count ?? '1'}`,
    '',
    given.locator ??
      'Resources are in <code>[rules](https://github.com/SigmaHQ/sigma/tree/master/rules)</code> folder:',
    '',
    given.rows ?? '* **[A rule](https://github.com/SigmaHQ/sigma/blob/master/rules/a.yml)**',
    '',
  ].join('\n')
}

export interface PageText {
  id?: string
  name?: string
  tactics?: string
  description?: string
  policy?: string
  detection?: string
  test?: string
}

/** A page in the grammar of the corpus; give only what the test is about. */
export function pageText(given: PageText = {}): string {
  const id = given.id ?? 'T1071.001'
  return [
    `# ${id}: ${given.name ?? 'Web Protocols'}`,
    `**MITRE ATT&CK Tactic(s):** ${given.tactics ?? 'Command and Control'}`,
    '',
    `**[MITRE ATT&CK Description](https://attack.mitre.org/techniques/${id.replace('.', '/')})**`,
    `<blockquote>${given.description ?? 'Words about it.'}</blockquote>`,
    '',
    '## Policy / Process Controls',
    given.policy ?? '',
    '## Technical Controls (Detection Rules)',
    given.detection ?? '',
    '## Offensive Security Tests',
    given.test ?? '',
  ].join('\n')
}

/** The records and the model of some pages. */
export function read(...files: CorpusFile[]): { records: Records; model: Model } {
  const records = extract(files, { location: 'corpus', revision: null })
  return { records, model: normalize(records) }
}

/** The one technique of a page, with everything else that was made of it. */
export function readOne(text: string): {
  technique: Technique
  records: Records
  model: Model
  codes: string[]
} {
  const { records, model } = read(fileOf('T1071.001.md', text))
  const [technique] = model.techniques
  if (technique === undefined) throw new Error('no technique came out')
  return {
    technique,
    records,
    model,
    codes: [...records.findings, ...model.findings].map(({ code }) => code),
  }
}
