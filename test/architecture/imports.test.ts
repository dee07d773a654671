import { cruise, type ICruiseResult } from 'dependency-cruiser'
import { beforeAll, describe, expect, it } from 'vitest'

/** Which folders of `pipeline/` a folder may import, and why not more. */
const mayImport: { folder: string; from: string[]; why: string }[] = [
  { folder: 'model', from: [], why: 'the nouns know nobody, so that everybody can know them' },
  { folder: 'extract', from: ['model'], why: 'stages meet only in saved values' },
  { folder: 'normalize', from: ['model'], why: 'stages meet only in saved values' },
  { folder: 'check', from: ['model'], why: 'stages meet only in saved values' },
  { folder: 'assess', from: ['model'], why: 'stages meet only in saved values' },
  { folder: 'render/table', from: ['model'], why: 'tables are the same in all formats' },
  {
    folder: 'render/template',
    from: ['model', 'render/table'],
    why: 'Handlebars is set up in one place, for all formats',
  },
  {
    folder: 'render/csv',
    from: ['model', 'render/table', 'render/template'],
    why: 'formats never import each other',
  },
  {
    folder: 'render/xlsx',
    from: ['model', 'render/table', 'render/template'],
    why: 'formats never import each other',
  },
  {
    folder: 'render/view',
    from: ['model'],
    why: 'what several formats show is worked out once, for whoever shows it',
  },
  {
    folder: 'render/pdf',
    from: ['model', 'render/table', 'render/template', 'render/view'],
    why: 'formats never import each other',
  },
  {
    folder: 'decisions',
    from: ['model'],
    why: 'what people typed is read apart from what it is held against',
  },
  {
    folder: 'render/html',
    from: ['model', 'render/table', 'render/template', 'render/view'],
    why: 'formats never import each other',
  },
  {
    folder: 'render/run-index',
    from: ['model', 'render/template', 'render/view'],
    why: 'the list of runs is no report: it knows manifests alone',
  },
  ...['navigator', 'sarif', 'junit', 'markdown', 'oscal'].map((format) => ({
    folder: `render/${format}`,
    from: ['model'],
    why: 'formats never import each other',
  })),
  { folder: 'reference', from: ['model'], why: 'tables are made apart from the runs that use them' },
  { folder: 'scope', from: ['model'], why: 'a layer says what is reported, whichever stage made the facts' },
  { folder: 'compare', from: ['model'], why: 'changes are told of saved values, whichever stage made them' },
  { folder: 'reconcile', from: ['model'], why: 'an outside table is read before anybody compares it' },
  {
    folder: 'verify',
    from: ['model'],
    why: 'a second reading that leant on the first would repeat its faults',
  },
  { folder: 'fix', from: ['model'], why: 'repairs are decided of saved values, and written elsewhere' },
  { folder: 'schedule', from: ['model'], why: 'when to run is decided over a clock that is handed in' },
  {
    folder: 'delivery',
    from: ['model', 'render/template'],
    why: 'messages are made of values, and sent elsewhere',
  },
  { folder: 'config', from: ['model'], why: 'settings are words about the model' },
  {
    folder: 'run',
    from: [
      'model',
      'config',
      'extract',
      'normalize',
      'check',
      'assess',
      'compare',
      'scope',
      'decisions',
      'reconcile',
      'verify',
      'render/template',
      'render/table',
      'render/csv',
      'render/xlsx',
      'render/pdf',
      'render/html',
      'render/run-index',
      'render/navigator',
      'render/sarif',
      'render/junit',
      'render/markdown',
      'render/oscal',
    ],
    why: 'the order of stages is handed its ports and never reaches for the world',
  },
  { folder: 'system', from: ['model'], why: 'it makes the ports real and knows nothing of the work' },
  {
    folder: 'cli',
    from: ['model', 'config', 'compare', 'delivery', 'fix', 'reference', 'run', 'schedule', 'system'],
    why: 'only the outermost folder joins the work to the world',
  },
  {
    folder: 'library',
    from: ['model', 'config', 'run', 'system', 'cli'],
    why: 'a run of the library is a run of the command, without its words',
  },
  {
    folder: 'index.ts',
    from: [
      'model',
      'config',
      'extract',
      'normalize',
      'check',
      'assess',
      'compare',
      'scope',
      'fix',
      'run',
      'system',
      'library',
      'render/navigator',
      'render/sarif',
      'render/junit',
      'render/markdown',
      'render/oscal',
    ],
    why: 'the entry of the library names what others make, and makes nothing',
  },
]

/** Where each package is at home, and where Node's own modules may be used. */
const homes: { package: RegExp; folders: string[]; why: string }[] = [
  {
    package: /^papaparse$/,
    folders: ['render/csv', 'reference', 'decisions', 'reconcile'],
    why: 'CSV is written in the first, and read where others hand it in',
  },
  { package: /^@discoveryjs\/json-ext$/, folders: ['run'], why: 'one home a package' },
  { package: /^exceljs$/, folders: ['render/xlsx'], why: 'one home a package' },
  { package: /^handlebars$/, folders: ['render/template'], why: 'one home a package' },
  { package: /^p-limit$/, folders: ['check', 'system'], why: 'requests and clones are bounded there' },
  { package: /^puppeteer$/, folders: ['system'], why: 'browsers are the world' },
  { package: /^undici$/, folders: ['system'], why: 'the network is the world' },
  { package: /^croner$/, folders: ['schedule'], why: 'one home a package' },
  { package: /^nodemailer$/, folders: ['system'], why: 'the network is the world' },
  { package: /^libsql$/, folders: ['system'], why: 'disks are the world' },
  { package: /^tar-fs$/, folders: ['system'], why: 'disks are the world' },
  { package: /^commander$/, folders: ['cli'], why: 'words of the command line are parsed at its edge' },
  { package: /^markdown-it$/, folders: ['extract'], why: 'one home a package' },
  {
    package: /^zod$/,
    folders: [
      'model',
      'config',
      'check/github-api',
      'render/table',
      'render/xlsx',
      'render/template',
      'run',
      'system',
      'cli',
      'reference',
      'scope',
    ],
    why: 'schemas',
  },
  {
    package: /^ipaddr\.js$/,
    folders: ['model', 'system'],
    why: 'addresses are judged in the model, and matched against NO_PROXY',
  },
  {
    package: /^fastest-levenshtein$/,
    folders: ['config', 'cli'],
    why: 'suggestions are made where words are read',
  },
  {
    package:
      /^(node:)?(fs|fs\/promises|http|https|net|tls|dns|dns\/promises|child_process|os|process|worker_threads|timers\/promises)$/,
    folders: ['system', 'cli'],
    why: 'only system and cli touch the world',
  },
  { package: /^(node:)?crypto$/, folders: ['model', 'system'], why: 'digests have one home' },
]

let result: ICruiseResult

beforeAll(async () => {
  const { output } = await cruise(['pipeline'], {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
  })
  result = output as ICruiseResult
})

/** The folder of the tables above that a file is in: two levels below `render/`, else one. */
function folderOf(path: string): string {
  const [, first = '', second = ''] = path.split('/')
  return first === 'render' ? `${first}/${second}` : first
}

describe('the folders of pipeline/', () => {
  it('were seen by the import reader at all', () => {
    expect(result.summary.totalCruised).toBeGreaterThan(60)
    const ours = result.modules.flatMap(({ dependencies }) =>
      dependencies.filter(({ resolved }) => resolved.startsWith('pipeline/')),
    )
    expect(ours.length).toBeGreaterThan(150)
  })

  it('are all in the table', () => {
    const folders = new Set(
      result.modules
        .filter(({ source }) => source.startsWith('pipeline/'))
        .map(({ source }) => folderOf(source)),
    )
    expect([...folders].filter((folder) => !mayImport.some((rule) => rule.folder === folder))).toEqual([])
  })

  it.each(mayImport)('$folder imports only what it may: $why', ({ folder, from, why }) => {
    const broken = importsOf(folder)
      .filter(({ resolved }) => resolved.startsWith('pipeline/'))
      .filter(({ resolved }) => ![folder, ...from].includes(folderOf(resolved)))
    expect(broken.map(({ source, resolved }) => `${source} imports ${resolved}; ${why}`)).toEqual([])
  })

  it('have no circles', () => {
    const circles = result.modules.flatMap(({ source, dependencies }) =>
      dependencies.filter(({ circular }) => circular).map(({ resolved }) => `${source} -> ${resolved}`),
    )
    expect(circles).toEqual([])
  })
})

describe('packages', () => {
  it.each(homes)('$package stand only in $folders: $why', ({ package: name, folders }) => {
    const all = result.modules.flatMap(({ source, dependencies }) =>
      dependencies.map(({ module }) => ({ source, module })),
    )
    const using = all.filter(({ source, module }) => source.startsWith('pipeline/') && name.test(module))
    expect(
      using.filter(({ source }) => !folders.some((folder) => source.startsWith(`pipeline/${folder}/`))),
    ).toEqual([])
    expect(using.length).toBeGreaterThan(0)
  })
})

function importsOf(folder: string) {
  return result.modules
    .filter(({ source }) => source.startsWith('pipeline/') && folderOf(source) === folder)
    .flatMap(({ source, dependencies }) => dependencies.map(({ resolved }) => ({ source, resolved })))
}
