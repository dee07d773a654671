/**
 * By folder what is somewhere below it, in the order given; folders with nothing below them are left out. Paths are
 * `/`-separated, folders without a slash at their end.
 *
 * Each path is looked at once, whatever the number of folders: both may be thousands.
 */
export function belowFolders<Item extends { path: string }>(
  items: Iterable<Item>,
  folders: Iterable<string>,
): Map<string, Item[]> {
  const asked = new Set(folders)
  const found = new Map<string, Item[]>()
  for (const item of items) {
    for (let folder = folderOf(item.path); folder !== null; folder = folderOf(folder)) {
      if (!asked.has(folder)) continue
      const list = found.get(folder)
      if (list === undefined) found.set(folder, [item])
      else list.push(item)
    }
  }
  return found
}

function folderOf(path: string): string | null {
  const end = path.lastIndexOf('/')
  return end < 0 ? null : path.slice(0, end)
}
