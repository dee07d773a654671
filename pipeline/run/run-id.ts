/** The id of a run that nobody has named: the moment it started, UTC (ISO 8601 basic form), such as `20261124T181500Z`. */
export function timeStampId(startedAt: Date): string {
  return startedAt.toISOString().replace(/[-:]|\.\d{3}/g, '')
}

/** The id itself, or with `-2`, `-3` … where runs of that id are there already. */
export async function freeRunId(id: string, taken: (id: string) => Promise<boolean>): Promise<string> {
  for (let count = 1; ; count += 1) {
    const candidate = count === 1 ? id : `${id}-${count}`
    if (!(await taken(candidate))) return candidate
  }
}
