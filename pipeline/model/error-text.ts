/** What is said of anything that was thrown: an error's message, or the thing itself in words. */
export function errorText(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
