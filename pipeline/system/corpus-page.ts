/** A page of more bytes is no page that anybody wrote by hand; it is not read into memory. */
export const maxPageBytes = 32 * 1024 * 1024

/** Why a page has no content, in the words of `page-unreadable`: the same for a folder and for a repository. */
export const unreadable = {
  irregular: { unreadable: 'it is no regular file and was not followed' },
  submodule: { unreadable: 'it is a submodule and was not followed' },
  missing: { unreadable: 'its content is missing from the repository' },
  tooLarge: (bytes: number) => ({ unreadable: `it has ${bytes} bytes; at most ${maxPageBytes} are read` }),
}

/** Whether a file of that name is taken for a page. */
export function isPageName(name: string): boolean {
  return /\.(md|markdown)$/i.test(name)
}

/** Whether a folder of that name is left out: what git and npm put there is nobody's pages. */
export function isSkippedFolder(name: string): boolean {
  return name === '.git' || name === 'node_modules'
}
