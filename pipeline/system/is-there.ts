import { lstat } from 'node:fs/promises'

/** Whether anything has that path, be it a link to nowhere; false also where nobody lets us look. */
export async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  )
}
