/** What stands behind the last slash. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** The extension with its dot, in lower case; '' where there is none. */
export function extensionOf(path: string): string {
  return /\.[^.]*$/.exec(baseName(path))?.[0].toLowerCase() ?? ''
}

/** The base name without its extension, in lower case. */
export function stemOf(path: string): string {
  return baseName(path)
    .replace(/\.[^.]*$/, '')
    .toLowerCase()
}

/** The words of a file's name: letters and digits of any script, in lower case. */
export function wordsOf(path: string): ReadonlySet<string> {
  return new Set(
    stemOf(path)
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word !== ''),
  )
}
