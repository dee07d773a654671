import { z } from 'zod'

/** Version of the saved artifacts' shapes (semantic versioning: a new major version breaks readers). */
export const schemaVersion = '1.0.0'

/** The field that says which version of its shape an artifact has. */
export const SchemaVersion = z
  .string()
  .describe("version of the artifact's shape; another major version is not read")

/** The program that made an artifact. */
export const Tool = z
  .strictObject({
    name: z.string().describe('name of the program'),
    version: z.string().describe('its version'),
  })
  .describe('the program that made this file')
