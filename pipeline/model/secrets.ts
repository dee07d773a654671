/**
 * The text with every credential in a URL masked: user name and password, and the values of query parameters that
 * carry a token (`token`, `sig`, `X-Amz-*` …).
 *
 * Redirects hand out signed addresses and pages are written by people, so whatever is stored, logged or printed of
 * a URL goes through here first. The rest of the text stays as it was.
 */
export function withoutSecrets(text: string): string {
  if (!mayHoldSecret.test(text)) return text
  return text
    .replace(/(\b[a-z][a-z0-9+.-]{0,30}:[/\\]{2,4})[^/\\?#\s@]*(?:@[^/\\?#\s@]*)*@/gi, '$1***@')
    .replace(secretParameter, '$1***')
    .replace(secretPath, '$1***')
}

/** What all secrets below have in common: most texts have none of it, and need no closer look. */
const mayHoldSecret = /[@=]|slack\.com|discord|telegram\.org|office\.com/i

const secretNames =
  'access_?token|auth_?token|id_?token|refresh_?token|token|api[_-]?key|apikey|key|sig|signature|secret|client_?secret|' +
  'code|password|passwd|pwd|pass|session|sessionid|credential|jwt|x-amz-[a-z-]+|x-goog-[a-z-]+|private_?token|awsaccesskeyid'
const secretParameter = new RegExp(`([?&#;](?:${secretNames})=)[^&#\\s"'<>]+`, 'gi')

const secretPath =
  /(\b(?:hooks\.slack\.com\/(?:services|workflows|triggers)\/|discord(?:app)?\.com\/api\/webhooks\/|api\.telegram\.org\/bot|[a-z0-9-]{1,60}\.webhook\.office\.com\/webhookb2\/))[^\s"'<>?#]+/gi
