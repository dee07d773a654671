import { z } from 'zod'

/** Which pages were read, so that a reader can tell two corpora apart. */
export const Corpus = z
  .strictObject({
    location: z.string().describe('the corpus as it was named on the command line, without a machine path'),
    revision: z.string().nullable().describe('git commit, or null outside a repository'),
    pageCount: z.int().min(0).describe('pages in the corpus'),
    sha256: z.string().describe('SHA-256 over file names and contents, in file order'),
  })
  .describe('which pages were read')
export type Corpus = z.infer<typeof Corpus>
