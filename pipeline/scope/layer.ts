import { z } from 'zod'

/** Versions of the layer format that are read; they differ in display alone, and in how they name version and domain. */
export const layerFormats = ['4.0', '4.1', '4.2', '4.3', '4.4', '4.5'] as const

/** How ATT&CK Enterprise is named: as of format 4.1, and in 4.0. */
export const enterpriseDomains: readonly string[] = ['enterprise-attack', 'mitre-enterprise']

/** Text of a layer for people: on one line and not endless, since anybody may have written it. */
const words = z.string().transform((text) =>
  text
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, 200),
)

/** Scores are summed at times, and a sum must stay a number. */
const largestScore = 1e12

/** Annotation of a technique under one of its tactics, or under all where none is named. */
const Annotation = z.object({
  techniqueID: z.string().min(1).max(100),
  tactic: z.string().nullish(),
  score: z.number().min(-largestScore).max(largestScore).nullish(),
  enabled: z.boolean().default(true),
  showSubtechniques: z.boolean().nullish(),
})
export type Annotation = z.infer<typeof Annotation>

/**
 * What of a Navigator layer says which techniques are meant: the layer format, 4.0 to 4.5 (`layers/spec` of
 * mitre-attack/attack-navigator), as far as it matters here. Unknown properties are passed over.
 */
export const WrittenLayer = z.object({
  name: words,
  domain: words,
  versions: z.object({ attack: words.nullish() }).nullish(),
  hideDisabled: z.boolean().nullish(),
  techniques: z.array(Annotation),
})
export type WrittenLayer = z.infer<typeof WrittenLayer>

/** A layer as read, with the file that it stands in. */
export interface Layer extends WrittenLayer {
  file: string
  sha256: string
  /** Such as 4.5. */
  format: string
}
