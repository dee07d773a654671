import type { Distribution } from './random.js'

/** How a source writes its rows: see `rows.ts`. */
export type RowForm = 'countermeasure' | 'trail' | 'broken-trail' | 'analytic' | 'counted' | 'bare' | 'dotted'

/** What the pages of a real corpus say of one source. */
export interface SourceShape {
  name: string
  /** Address of the source. */
  url: string
  section: 0 | 1 | 2
  /** What the page calls its rows. */
  noun: 'resources' | 'rules' | 'tests'
  /** Share of the pages that have a block of it. */
  share: number
  /** Rows of those blocks. */
  rows: Distribution
  form: RowForm
  /** Things it has to name in a corpus of {@link realPages}, named or not; rows draw from them. */
  things: number
  /** Whether there are more of them in a larger corpus. */
  grows: boolean
  /** Where its files stand. */
  tree: { repository: string; branch: string; root: string; folders: number; depth: readonly number[] } | null
  lastAccessed: string
}

/** Pages of the corpus that these figures were counted on, and of one family of sources. */
export const realPages = 578

/** Titles of the three sections. */
export const sections = [
  'Policy / Process Controls',
  'Technical Controls (Detection Rules)',
  'Offensive Security Tests',
] as const

const repository = (
  name: string,
  branch: string,
  root: string,
  folders: number,
  depth: readonly number[],
) => ({
  repository: name,
  branch,
  root,
  folders,
  depth,
})

/** The nine bodies of controls of the corpus, in the order of a page. */
export const sources: readonly SourceShape[] = [
  {
    name: 'MITRE D3FEND',
    url: 'https://d3fend.mitre.org/',
    section: 0,
    noun: 'resources',
    share: 0.737,
    rows: [1, 1, 1, 4, 8, 12, 15, 19, 27],
    form: 'countermeasure',
    things: 83,
    grows: false,
    tree: null,
    lastAccessed: 'May 23, 2022',
  },
  {
    name: 'Cyber Analytics Repository',
    url: 'https://car.mitre.org',
    section: 1,
    noun: 'rules',
    share: 0.142,
    rows: [1, 1, 1, 1, 2, 3, 5, 8, 8],
    form: 'analytic',
    things: 115,
    grows: true,
    tree: repository('mitre-attack/car', 'master', 'analytics', 1, [0]),
    lastAccessed: 'August 09, 2022',
  },
  {
    name: 'Elastic Detection Rules',
    url: 'https://github.com/elastic/detection-rules',
    section: 1,
    noun: 'rules',
    share: 0.336,
    rows: [1, 1, 1, 2, 4, 7, 11, 17, 19],
    form: 'broken-trail',
    things: 1100,
    grows: true,
    tree: repository('elastic/detection-rules', 'main', 'rules', 8, [1]),
    lastAccessed: 'August 09, 2022',
  },
  {
    name: 'Microsoft Sentinel and Microsoft 365 Defender repository',
    url: 'https://github.com/Azure/Azure-Sentinel',
    section: 1,
    noun: 'rules',
    share: 0.173,
    rows: [1, 1, 1, 2, 4, 8, 13, 40, 42],
    form: 'trail',
    things: 760,
    grows: true,
    tree: repository('Azure/Azure-Sentinel', 'master', 'Detections', 35, [1]),
    lastAccessed: 'August 09, 2022',
  },
  {
    name: 'Sigma rules public repository',
    url: 'https://github.com/SigmaHQ/sigma',
    section: 1,
    noun: 'rules',
    share: 0.569,
    rows: [1, 1, 1, 3, 7, 16, 30, 66, 173],
    form: 'trail',
    things: 4300,
    grows: true,
    tree: repository(
      'SigmaHQ/sigma',
      'master',
      'rules',
      78,
      [1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3],
    ),
    lastAccessed: 'August 09, 2022',
  },
  {
    name: 'Splunk Security Content',
    url: 'https://github.com/splunk/security_content',
    section: 1,
    noun: 'rules',
    share: 0.41,
    rows: [1, 1, 1, 3, 7, 16, 26, 52, 63],
    form: 'trail',
    things: 1500,
    grows: true,
    tree: repository(
      'splunk/security_content',
      'develop',
      'detections',
      12,
      [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2],
    ),
    lastAccessed: 'August 09, 2022',
  },
  {
    name: 'Atomic Red Team',
    url: 'https://github.com/redcanaryco/atomic-red-team',
    section: 2,
    noun: 'tests',
    share: 0.455,
    rows: [1, 1, 1, 2, 5, 8, 12, 24, 36],
    form: 'bare',
    things: 6000,
    grows: true,
    tree: repository('redcanaryco/atomic-red-team', 'master', 'atomics', 1, [0]),
    lastAccessed: 'August 10, 2022',
  },
  {
    name: 'Stratus Red Team',
    url: 'https://github.com/DataDog/stratus-red-team/',
    section: 2,
    noun: 'tests',
    share: 0.021,
    rows: [1, 1, 1, 1, 2, 3, 5, 5, 5],
    form: 'dotted',
    things: 120,
    grows: true,
    tree: null,
    lastAccessed: 'April 27, 2022',
  },
  {
    name: 'Cyber Analytics Repository',
    url: 'https://car.mitre.org',
    section: 2,
    noun: 'tests',
    share: 0.088,
    rows: [1, 1, 1, 1, 1, 2, 4, 5, 5],
    form: 'counted',
    things: 115,
    grows: true,
    tree: repository('mitre-attack/car', 'master', 'analytics', 1, [0]),
    lastAccessed: 'August 10, 2022',
  },
]

/** Length of a description, in characters. */
export const descriptionLength: Distribution = [100, 440, 650, 970, 1330, 1850, 2400, 3150, 4500]

/**
 * How often what is wrong with a real corpus is wrong here: of {@link realPages} pages, or of the rows or blocks that
 * could have the fault.
 */
export const faults = {
  /** D3FEND blocks with nothing but a row that says there is nothing. */
  placeholder: 112 / 426,
  /** Blocks left behind: an older day and total than the rest of their source. */
  behind: 11 / 1694,
  /** Elastic rows of parent techniques whose link stands twice, and whose link is lost. */
  doubled: 0.26,
  lost: 0.74,
  /** Descriptions read in the wrong encoding. */
  mojibake: 89 / realPages,
  /** Descriptions with lists, headings, words in pointed brackets; pages without an empty line after the description. */
  list: 60 / realPages,
  heading: 2 / realPages,
  tag: 6 / realPages,
  joined: 6 / realPages,
  /** Addresses with parentheses or escaped spaces. */
  parentheses: 0.015,
  escaped: 0.018,
} as const
