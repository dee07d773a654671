const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i.source

/** Where the formats keep the identifier that stays when a file is moved, renamed and edited. */
const forms: ReadonlyMap<string, readonly RegExp[]> = new Map([
  // Sigma, Splunk and Sentinel rules; CAR analytics; Atomic Red Team's tests.
  [
    'yaml',
    [
      new RegExp(`^id:[ \\t]*['"]?(${uuid}|CAR-\\d{4}-\\d{2}-\\d{3})['"]?[ \\t]*(?:#.*)?\\r?$`, 'gim'),
      new RegExp(`^[ \\t]*auto_generated_guid:[ \\t]*['"]?(${uuid})`, 'gim'),
    ],
  ],
  // Elastic's detection rules.
  ['toml', [new RegExp(`^[ \\t]*rule_id[ \\t]*=[ \\t]*['"](${uuid})['"]`, 'gim')]],
  ['json', [new RegExp(`^[ \\t]*"rule_id"[ \\t]*:[ \\t]*"(${uuid})"`, 'gim')]],
  // The page that Atomic Red Team makes of its tests.
  ['md', [new RegExp(`^\\*\\*auto_generated_guid:\\*\\*[ \\t]*(${uuid})`, 'gim')]],
])

const formats: Readonly<Record<string, string>> = {
  yml: 'yaml',
  yaml: 'yaml',
  toml: 'toml',
  json: 'json',
  md: 'md',
}

/** The format in which a file of that path keeps identifiers, or null where none is known. */
export function identifierFormat(path: string): string | null {
  const extension = /\.(\w{1,5})$/.exec(path)?.[1]?.toLowerCase() ?? ''
  return formats[extension] ?? null
}

/** The stable identifiers that a content of that format states of itself, in lower case, each once. */
export function identifiersIn(bytes: Uint8Array, format: string): string[] {
  const text = new TextDecoder().decode(bytes)
  const found = (forms.get(format) ?? []).flatMap((form) =>
    [...text.matchAll(form)].map((match) => (match[1] ?? '').toLowerCase()),
  )
  return [...new Set(found)]
}
