/** The code that the system, or a library, gave what was thrown (`ENOENT`); null where it has none. */
export function errorCode(thrown: unknown): string | null {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : null
}

/** What is said of anything that was thrown: an error's message, or the thing itself in words. */
export function errorText(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
