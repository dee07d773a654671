const contextLines = 3

/**
 * The unified diff of two texts that differ only within lines, as `git apply` and `patch -p1` read it; empty where
 * they are equal. Lines end at LF alone, so that CR stays part of its line.
 */
export function unifiedDiff(file: string, before: string, after: string): string {
  const old = linesOf(before)
  const fresh = linesOf(after)
  const changed = old.flatMap((line, at) => (line === fresh[at] ? [] : [at]))
  if (changed.length === 0) return ''
  const hunks = rangesAround(changed, old.length).map(([from, to]) => hunk(old, fresh, from, to))
  return `--- ${shownName(`a/${file}`)}\n+++ ${shownName(`b/${file}`)}\n${hunks.join('')}`
}

function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? []
}

function rangesAround(changed: readonly number[], total: number): [number, number][] {
  const ranges: [number, number][] = []
  for (const at of changed) {
    const last = ranges.at(-1)
    const from = Math.max(0, at - contextLines)
    const to = Math.min(total, at + contextLines + 1)
    if (last !== undefined && from <= last[1]) last[1] = to
    else ranges.push([from, to])
  }
  return ranges
}

function hunk(old: readonly string[], fresh: readonly string[], from: number, to: number): string {
  let text = `@@ -${from + 1},${to - from} +${from + 1},${to - from} @@\n`
  for (let at = from; at < to; ) {
    let end = at
    while (end < to && old[end] !== fresh[end]) end += 1
    if (end === at) {
      text += marked(' ', old[at])
      at += 1
      continue
    }
    for (const line of old.slice(at, end)) text += marked('-', line)
    for (const line of fresh.slice(at, end)) text += marked('+', line)
    at = end
  }
  return text
}

function marked(mark: string, line = ''): string {
  return line.endsWith('\n') ? mark + line : `${mark}${line}\n\\ No newline at end of file\n`
}

/** A name as git writes it: quoted where it holds what would end it, with a tab behind where it holds a blank. */
function shownName(name: string): string {
  if (/["\\\p{Cc}]/u.test(name)) {
    const escaped = name.replace(/["\\]/g, '\\$&').replace(/\p{Cc}/gu, octal)
    return `"${escaped}"`
  }
  return name.includes(' ') ? `${name}\t` : name
}

function octal(character: string): string {
  return [...new TextEncoder().encode(character)]
    .map((byte) => `\\${byte.toString(8).padStart(3, '0')}`)
    .join('')
}
