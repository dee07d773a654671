import { type Chance, pick } from './random.js'

const verbs =
  'Detected Created Modified Executed Loaded Dumped Disabled Spawned Injected Copied Renamed Scheduled'.split(
    ' ',
  )
const adjectives =
  'Suspicious Potential Unusual Remote Hidden Rare Malicious Encoded Signed Unsigned Abnormal Anomalous Known Possible'.split(
    ' ',
  )
const nouns =
  'Process Registry Service Driver Account Token Mailbox Tunnel Beacon Library Script Cookie Ticket Payload Volume Shell Cluster Bucket Session Policy Archive Macro Handle Pipe Certificate Domain'.split(
    ' ',
  )
const things =
  'Rundll32 PowerShell Mshta LSASS Kerberos WMI Certutil Regsvr32 Outlook Docker Cobalt Azure Okta SSH Sudo Cron DNS HTTP SMB RDP Mimikatz Launchd Bash Chrome'.split(
    ' ',
  )
const ways = 'via from by with through without after under'.split(' ')
const prose =
  'adversaries may use the of a to and in system systems network files process data access remote command credentials that by on as with from user users execution information service services such malicious code other within for an can also be account accounts permissions or domain environment tools this legitimate detection behavior'.split(
    ' ',
  )

/** A title as rules have it, of three to eight words. */
export function title(chance: Chance): string {
  const words = [pick(chance, adjectives), pick(chance, things), pick(chance, nouns)]
  if (chance() < 0.7) words.push(pick(chance, verbs))
  if (chance() < 0.75) words.push(pick(chance, ways), pick(chance, things))
  if (chance() < 0.5) words.push(pick(chance, nouns))
  return words.join(' ')
}

/** A name of two or three words, as techniques have it. */
export function shortName(chance: Chance): string {
  const words = [pick(chance, things), pick(chance, nouns), pick(chance, nouns)]
  return words.slice(0, chance() < 0.5 ? 2 : 3).join(' ')
}

/** One sentence of six to thirty words. */
export function sentence(chance: Chance): string {
  const words = Array.from({ length: 6 + Math.floor(chance() * 24) }, () => pick(chance, prose))
  const text = words.join(' ')
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

/** The name of a folder: one of few, for the same number always the same. */
export function folderName(at: number): string {
  const [noun = '', thing = ''] = [
    nouns[at % nouns.length],
    things[Math.floor(at / nouns.length) % things.length],
  ]
  return at < nouns.length ? noun.toLowerCase() : `${noun}_${thing}`.toLowerCase()
}
