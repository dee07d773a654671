import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import Ajv04 from 'ajv-draft-04'
import addFormats from 'ajv-formats'
import { XmlDocument, XsdValidator } from 'libxml2-wasm'

const read = (name: string) => readFileSync(`test/data/schemas/${name}`, 'utf8')
// Formats and keywords of their own are no mistake in other people's schemas.
const options = { strict: false, allErrors: true } as const

function compiled(ajv: Ajv, name: string): (value: unknown) => string[] {
  addFormats.default(ajv)
  const validate = ajv.compile(JSON.parse(read(name)))
  return (value) => {
    validate(value)
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message}`)
  }
}

/** What official schemas have against a value; each is compiled when first asked. */
export const faultsOf = {
  sarif: lazy(() => compiled(new Ajv04.default(options), 'sarif-2.1.0.json')),
  oscal: lazy(() => compiled(new Ajv(options), 'oscal-assessment-results-1.2.1.json')),
  dataPackage: lazy(() => compiled(new Ajv(options), 'datapackage-2.0.json')),
}

function lazy(make: () => (value: unknown) => string[]): (value: unknown) => string[] {
  let made: ((value: unknown) => string[]) | undefined
  return (value) => {
    made ??= make()
    return made(value)
  }
}

/** The JUnit XML as a document that Jenkins' and Ant's schemas take; throws what they have against it. */
export function junitDocument(text: string): XmlDocument {
  const document = XmlDocument.fromString(text)
  for (const name of ['junit-10.xsd', 'junit-ant.xsd']) {
    const schema = XmlDocument.fromString(read(name))
    const validator = XsdValidator.fromDoc(schema)
    validator.validate(document)
    validator.dispose()
    schema.dispose()
  }
  return document
}
