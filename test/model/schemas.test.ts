import { describe, expect, it } from 'vitest'
import { schemaCommand, schemas } from '../../pipeline/cli/schema-command.js'

/** A JSON Schema as far as it is walked here. */
interface Schema {
  description?: string
  properties?: Record<string, Schema>
  items?: Schema
  anyOf?: Schema[]
  additionalProperties?: Schema | boolean
  [keyword: string]: unknown
}

/** What `control-coverage schema NAME` prints. */
function published(name: string): Schema {
  let text = ''
  schemaCommand(name, (part) => {
    text += part
  })
  return JSON.parse(text) as Schema
}

/** Paths of the properties at any depth, each with its description where it has one. */
function* fields(schema: Schema, path: string): Generator<{ path: string; description: string | undefined }> {
  for (const [name, inner] of Object.entries(schema.properties ?? {})) {
    yield { path: `${path}.${name}`, description: inner.description }
    yield* fields(inner, `${path}.${name}`)
  }
  for (const inner of schema.anyOf ?? []) yield* fields(inner, path)
  if (schema.items !== undefined) yield* fields(schema.items, `${path}[]`)
  if (typeof schema.additionalProperties === 'object') yield* fields(schema.additionalProperties, `${path}.*`)
}

/** Keywords that lead to inner schemas and that `fields` does not follow. */
function unwalked(schema: Schema): string[] {
  const text = JSON.stringify(schema)
  return ['$ref', 'oneOf', 'allOf', 'prefixItems', 'patternProperties'].filter((keyword) =>
    text.includes(`"${keyword}":`),
  )
}

describe.each(Object.keys(schemas))('the published schema of %s', (name) => {
  it('describes every field', () => {
    const bare = [...fields(published(name), name)].filter(
      ({ description = '' }) => description.trim() === '',
    )
    expect(bare.map(({ path }) => path)).toEqual([])
  })

  it('is JSON Schema 2020-12, closed to unknown fields, and of a form that is walked whole', () => {
    const schema = published(name)
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema')
    expect(schema.additionalProperties).toBe(false)
    expect([...fields(schema, name)].length).toBeGreaterThan(2)
    expect(unwalked(schema)).toEqual([])
  })
})

describe('the published schemas', () => {
  it('are those of all artifacts, the manifest, the diff and the configuration', () => {
    const promised = ['records', 'model', 'links', 'findings', 'report', 'run', 'diff', 'config']
    expect(promised.filter((name) => !Object.hasOwn(schemas, name))).toEqual([])
  })
})
