interface KnownSource {
  id: string
  /** Names that the source goes by, in lower case. */
  names: string[]
  /** Addresses of its home, without scheme and trailing slash, in lower case. */
  homes: string[]
}

/** The bodies of controls that have a fixed id; any other source gets a slug of its name. */
const knownSources: KnownSource[] = [
  { id: 'd3fend', names: ['mitre d3fend', 'd3fend'], homes: ['d3fend.mitre.org'] },
  {
    id: 'sigma',
    names: ['sigma rules public repository', 'sigma', 'sigmahq'],
    homes: ['github.com/sigmahq/sigma', 'github.com/neo23x0/sigma'],
  },
  {
    id: 'elastic',
    names: ['elastic detection rules', 'elastic'],
    homes: ['github.com/elastic/detection-rules'],
  },
  {
    id: 'splunk',
    names: ['splunk security content', 'splunk'],
    homes: ['github.com/splunk/security_content'],
  },
  {
    id: 'car',
    names: ['cyber analytics repository', 'mitre cyber analytics repository', 'car'],
    homes: ['car.mitre.org', 'github.com/mitre-attack/car'],
  },
  {
    id: 'sentinel',
    names: ['microsoft sentinel and microsoft 365 defender repository', 'microsoft sentinel', 'sentinel'],
    homes: ['github.com/azure/azure-sentinel'],
  },
  {
    id: 'atomic',
    names: ['atomic red team'],
    homes: ['github.com/redcanaryco/atomic-red-team'],
  },
  {
    id: 'stratus',
    names: ['stratus red team'],
    homes: ['github.com/datadog/stratus-red-team', 'stratus-red-team.cloud'],
  },
]

/** The id of a source: by its name, else by its home, else a slug of its name (letters and digits of
 * any script in lower case, accents left out, joined by "-"; never empty). */
export function sourceId(name: string, url: string | null): string {
  const words = name.trim().toLowerCase().replace(/\s+/g, ' ')
  const home = (url ?? '')
    .toLowerCase()
    .replace(/^https?:\/\/(www\.)?/, '')
    .replace(/\/+$/, '')
  const known =
    knownSources.find((source) => source.names.includes(words)) ??
    knownSources.find((source) => source.homes.includes(home))
  return known?.id ?? slug(words)
}

function slug(words: string): string {
  const plain = words
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
  return plain === '' ? 'unnamed' : plain
}
