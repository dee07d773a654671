/** A text with a capital and a full stop, so that two of them do not run into each other; nothing stays nothing. */
export function sentence(text: string): string {
  const whole = text.charAt(0).toUpperCase() + text.slice(1)
  return whole === '' || /[.!?]$/.test(whole) ? whole : `${whole}.`
}
