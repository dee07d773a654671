import { z } from 'zod'

/** What a mapping's section makes of its controls; a heading that nobody has mapped is `other`. */
export const Category = z
  .enum(['policy', 'detection', 'test', 'other'])
  .describe('policy and process controls, detection rules, offensive tests, or other')
export type Category = z.infer<typeof Category>

/** The three categories that coverage is judged in, in the order of the pages. */
export const judgedCategories = ['policy', 'detection', 'test'] as const
export type JudgedCategory = (typeof judgedCategories)[number]
