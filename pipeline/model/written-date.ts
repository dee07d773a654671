/** What a written date may mean: days as YYYY-MM-DD, each once. */
export interface DateReading {
  readings: string[]
  /** The form itself leaves open which number is the month. */
  ambiguousForm: boolean
}

const months = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]

/**
 * The days that a written date can mean: `April 27, 2022`, `27 April 2022`, `Apr 27 2022`, `2022-04-27`
 * (ISO 8601), `04/27/2022` and `27.04.2022`. None for anything else, or for a day that no calendar has.
 */
export function readDate(written: string): DateReading {
  const text = written
    .trim()
    .replace(/,(?=\d)/g, ', ')
    .replace(/\s+/g, ' ')
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (iso) return certain(day(iso[1], iso[2], iso[3]))
  const monthFirst = /^(\p{L}{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$/u.exec(text)
  if (monthFirst) return certain(day(monthFirst[3], monthNumber(monthFirst[1]), monthFirst[2]))
  const dayFirst = /^(\d{1,2})(?:st|nd|rd|th)? (\p{L}{3,9})\.?,? (\d{4})$/u.exec(text)
  if (dayFirst) return certain(day(dayFirst[3], monthNumber(dayFirst[2]), dayFirst[1]))
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text)
  if (dotted) return certain(day(dotted[3], dotted[2], dotted[1]))
  const slashed = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text)
  if (!slashed) return { readings: [], ambiguousForm: false }
  const both = [day(slashed[3], slashed[1], slashed[2]), day(slashed[3], slashed[2], slashed[1])]
  return { readings: [...new Set(both.filter((each) => each !== null))].sort(), ambiguousForm: true }
}

function certain(date: string | null): DateReading {
  return { readings: date === null ? [] : [date], ambiguousForm: false }
}

function monthNumber(name: string | undefined): number {
  const words = (name ?? '').toLowerCase()
  return months.findIndex((month) => month === words || (words.length <= 4 && month.startsWith(words))) + 1
}

function day(
  year: string | undefined,
  month: string | number | undefined,
  dayOfMonth: string | undefined,
): string | null {
  const [y, m, d] = [Number(year), Number(month), Number(dayOfMonth)]
  const date = new Date(Date.UTC(y, m - 1, d))
  // Date.UTC takes the years 0 to 99 for 1900 to 1999.
  if (m < 1 || date.getUTCFullYear() !== y || date.getUTCMonth() !== m - 1 || date.getUTCDate() !== d)
    return null
  return date.toISOString().slice(0, 10)
}
