const controls =
  /(?![\t\n\r])\p{Cc}|[\u200e\u200f\u202a-\u202e\u2066-\u2069]|\p{Noncharacter_Code_Point}|\p{Surrogate}/gu

/** The text with a visible mark for what would show as nothing, or turn the reading order of what follows around. */
export function visibleText(text: string): string {
  return text.replace(controls, '\ufffd')
}
