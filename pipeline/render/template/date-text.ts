const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** A day as 9 Nov 2026, which no reader takes for another; text in any other form is left as it is. */
export function dateText(date: string): string {
  const found = /^(\d{4})-(\d{2})-(\d{2})/.exec(date)
  const month = months[Number(found?.[2]) - 1]
  return found === null || month === undefined ? date : `${Number(found[3])} ${month} ${found[1]}`
}

/** A moment (ISO 8601, UTC) as 9 Nov 2026, 18:11 UTC. */
export function momentText(moment: string): string {
  const time = /^\d{4}-\d{2}-\d{2}T(\d{2}:\d{2})/.exec(moment)
  return time === null ? dateText(moment) : `${dateText(moment)}, ${time[1]} UTC`
}
