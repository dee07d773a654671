import type { HttpAnswer } from '../../model/http.js'

const redirectStatuses = new Set([301, 302, 303, 307, 308])
const permanentStatuses = new Set([301, 308])
const liesToHead = new Set([400, 403, 405, 406, 501])

export function isSuccess({ status }: HttpAnswer): boolean {
  return status >= 200 && status < 300
}

export function isRedirect({ status }: HttpAnswer): boolean {
  return redirectStatuses.has(status)
}

/** Whether an answer says that its address is to be replaced for good by where it leads (RFC 9110, 15.4.2 and 15.4.9). */
export function isPermanent({ status }: HttpAnswer): boolean {
  return permanentStatuses.has(status)
}

/** Whether HEAD is answered so by servers that know only GET, or that take it for a robot's. */
export function mayLieToHead({ status }: HttpAnswer): boolean {
  return liesToHead.has(status)
}

/** The absolute address that `Location` names, or null where it names none. */
export function locationOf(answer: HttpAnswer, base: string): string | null {
  const written = answer.headers.location?.trim()
  if (written === undefined || written === '') return null
  const location = asUtf8(written)
  return URL.canParse(location, base) ? new URL(location, base).href : null
}

/** Header bytes arrive one character each (Latin-1); servers that do not percent-encode send UTF-8. */
function asUtf8(header: string): string {
  if (!/[\u0080-\u00ff]/.test(header) || /[\u0100-\uffff]/.test(header)) return header
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(header, (c) => c.charCodeAt(0)))
  } catch {
    return header
  }
}
