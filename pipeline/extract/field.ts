/** A line of the form `**Name:** value`. */
export interface FieldLine {
  name: string
  value: string
}

const plainName =
  /^(last accessed|total att&ck-mapped \w+|att&ck-mapped \w+ for this \(sub\)technique|mitre att&ck tactic\(s\))\s*:/i

/** The field that a line states, or null. The name's colon may stand inside or outside the bold marks. */
export function fieldOf(text: string): FieldLine | null {
  const line = text.trim()
  if (line.startsWith('**')) return boldField(line)
  const plain = plainName.exec(line)
  if (plain?.[1] === undefined) return null
  return { name: plain[1], value: line.slice(plain[0].length).trim() }
}

function boldField(line: string): FieldLine | null {
  const end = line.indexOf('**', 2)
  if (end === -1) return null
  const name = line.slice(2, end).trim()
  const rest = line.slice(end + 2).trim()
  if (name.endsWith(':')) return { name: name.slice(0, -1).trim(), value: rest }
  if (rest.startsWith(':')) return { name, value: rest.slice(1).trim() }
  return null
}

export type MappingField = 'lastAccessed' | 'total' | 'count'

/** Which of a mapping's fields the name stands for, or null. */
export function mappingField(name: string): MappingField | null {
  const words = name.toLowerCase()
  if (/^last (accessed|updated|checked|reviewed)$/.test(words)) return 'lastAccessed'
  if (words.startsWith('total ')) return 'total'
  if (words.includes('for this') && words.includes('technique')) return 'count'
  return null
}
