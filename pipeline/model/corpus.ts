import { z } from 'zod'

/** What leads to the pages from a place that others have too, since no artifact names a folder of this machine. */
export const CorpusBase = z
  .strictObject({
    of: z
      .enum(['repository', 'working-folder', 'corpus'])
      .describe(
        'the top of the git repository that the pages are committed in, else the folder where the run was started where they were named from there, else the folder of the pages itself',
      ),
    folder: z.string().describe('folder of the pages below it, `/`-separated; empty where it is the same'),
  })
  .describe('what paths to the pages can be relative to')
export type CorpusBase = z.infer<typeof CorpusBase>

/** Which pages were read, so that a reader can tell two corpora apart. */
export const Corpus = z
  .strictObject({
    location: z.string().describe('the corpus as it was named on the command line, without a machine path'),
    revision: z.string().nullable().describe('git commit, or null outside a repository'),
    pageCount: z.int().min(0).describe('pages in the corpus'),
    base: CorpusBase.optional().describe('absent in runs of versions that did not tell it'),
    sha256: z.string().describe('SHA-256 over file names and contents, in file order'),
  })
  .describe('which pages were read')
export type Corpus = z.infer<typeof Corpus>
