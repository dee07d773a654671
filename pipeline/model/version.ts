/** Version of the saved artifacts' shapes (semantic versioning: a new major version breaks readers). */
export const schemaVersion = '1.0.0'
