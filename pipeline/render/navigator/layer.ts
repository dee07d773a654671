/** A name and its value, as the Navigator shows them in a tooltip; both must be texts that are not empty. */
export interface LayerMetadata {
  name: string
  value: string
}

/** A link of a technique's context menu; without a scheme the Navigator would take it for one of its own. */
export interface LayerLink {
  label: string
  url: string
}

/**
 * Annotation of a technique. It names no tactic and so stands under all of them: one that names a tactic which ATT&CK
 * has given up vanishes without a word.
 */
export interface LayerTechnique {
  techniqueID: string
  /** Left out where nothing was assessed: none differs from 0. */
  score?: number
  comment: string
  enabled: boolean
  metadata: LayerMetadata[]
  links: LayerLink[]
  showSubtechniques: boolean
}

/**
 * An ATT&CK Navigator layer, format 4.5 (`layers/spec/v4.5/layerformat.md` of mitre-attack/attack-navigator), keys in the
 * order in which the Navigator saves them. No other keys: readers refuse a layer with any.
 */
export interface Layer {
  name: string
  versions: { attack: string; navigator: string; layer: string }
  domain: 'enterprise-attack'
  description: string
  sorting: number
  layout: {
    layout: 'side'
    aggregateFunction: 'average'
    showID: boolean
    showName: boolean
    showAggregateScores: boolean
    countUnscored: boolean
    expandedSubtechniques: 'none'
  }
  hideDisabled: boolean
  techniques: LayerTechnique[]
  gradient: { colors: string[]; minValue: number; maxValue: number }
  legendItems: { label: string; color: string }[]
  metadata: LayerMetadata[]
  links: LayerLink[]
  showTacticRowBackground: boolean
  tacticRowBackground: string
  selectTechniquesAcrossTactics: boolean
  selectSubtechniquesWithParent: boolean
  selectVisibleTechniques: boolean
}

/** What differs between two layers of one report. */
export interface LayerParts {
  name: string
  attackVersion: string
  description: string
  techniques: LayerTechnique[]
  gradient: Layer['gradient']
  legendItems: Layer['legendItems']
  metadata: LayerMetadata[]
  links: LayerLink[]
}

/** A whole layer, everything that only concerns the display as the Navigator has it by default. */
export function layerOf({ attackVersion, ...parts }: LayerParts): Layer {
  return {
    name: parts.name,
    versions: { attack: /^\d+/.exec(attackVersion)?.[0] ?? attackVersion, navigator: '5.3.2', layer: '4.5' },
    domain: 'enterprise-attack',
    description: parts.description,
    sorting: 0,
    layout: {
      layout: 'side',
      aggregateFunction: 'average',
      showID: true,
      showName: true,
      showAggregateScores: false,
      countUnscored: false,
      expandedSubtechniques: 'none',
    },
    hideDisabled: false,
    techniques: parts.techniques,
    gradient: parts.gradient,
    legendItems: parts.legendItems,
    metadata: parts.metadata,
    links: parts.links,
    showTacticRowBackground: false,
    tacticRowBackground: '#dddddd',
    selectTechniquesAcrossTactics: true,
    selectSubtechniquesWithParent: false,
    selectVisibleTechniques: false,
  }
}

/** Metadata without what the Navigator would drop: names and values that are empty. */
export function metadataOf(entries: readonly (readonly [string, string | number | null])[]): LayerMetadata[] {
  return entries.flatMap(([name, value]) => {
    const text = value === null ? '' : oneLine(String(value))
    return text === '' ? [] : [{ name, value: text }]
  })
}

/** Links that lead to the web, each address once; whatever else a page may hold is no link. */
export function linksOf(entries: readonly (readonly [string, string | null])[]): LayerLink[] {
  const links = new Map<string, string>()
  for (const [label, url] of entries)
    if (url !== null && /^https?:\/\/[^\s]+$/i.test(url) && !links.has(url)) links.set(url, oneLine(label))
  return [...links].map(([url, label]) => ({ label: label === '' ? url : label, url }))
}

/** A text on one line, without control characters and marks of direction. */
export function oneLine(text: string): string {
  return text.replace(/[\p{C}\s]+/gu, ' ').trim()
}
