/** What took longer than it may. */
export class TimeLimitError extends Error {
  override readonly name = 'TimeLimitError'

  constructor(
    readonly what: string,
    limitMs: number,
  ) {
    super(`the browser did not finish ${what} within ${limitMs} ms`)
  }
}

/** The promise's value, or a {@link TimeLimitError} once `limitMs` have passed; the promise itself goes on and is not heard. */
export async function withinMs<Value>(
  limitMs: number,
  what: string,
  promise: Promise<Value>,
): Promise<Value> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TimeLimitError(what, limitMs)), limitMs)
  })
  promise.catch(() => {}) // heard through the race below, or too late to matter
  try {
    return await Promise.race([promise, limit])
  } finally {
    clearTimeout(timer)
  }
}
