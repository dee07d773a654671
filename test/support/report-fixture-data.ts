/** Resources per source of one category: [source, rows]. */
type Listed = readonly (readonly [string, number])[]

export interface TechniqueSeed {
  id: string
  name: string
  tactics: readonly string[]
  policy?: Listed
  detection?: Listed
  test?: Listed
}

export const tacticNames = [
  'Reconnaissance',
  'Resource Development',
  'Initial Access',
  'Execution',
  'Persistence',
  'Privilege Escalation',
  'Defense Evasion',
  'Credential Access',
  'Discovery',
  'Lateral Movement',
  'Collection',
  'Command and Control',
  'Exfiltration',
  'Impact',
] as const

export const sourceSeeds = {
  d3fend: {
    name: 'MITRE D3FEND',
    url: 'https://d3fend.mitre.org/',
    host: 'd3fend.mitre.org',
    lastAccessed: '2026-05-23',
  },
  sigma: {
    name: 'Sigma',
    url: 'https://github.com/SigmaHQ/sigma',
    host: 'github.com',
    lastAccessed: '2026-08-09',
  },
  elastic: {
    name: 'Elastic Detection Rules',
    url: 'https://github.com/elastic/detection-rules',
    host: 'github.com',
    lastAccessed: '2024-02-01',
  },
  splunk: {
    name: 'Splunk',
    url: 'https://github.com/splunk/security_content',
    host: 'github.com',
    lastAccessed: '2026-08-09',
  },
  car: {
    name: 'Cyber Analytics Repository',
    url: 'https://car.mitre.org',
    host: 'car.mitre.org',
    lastAccessed: '2022-08-09',
  },
  atomic: {
    name: 'Atomic Red Team',
    url: 'https://github.com/redcanaryco/atomic-red-team',
    host: 'github.com',
    lastAccessed: '2026-08-10',
  },
  stratus: {
    name: 'Stratus Red Team',
    url: 'javascript:alert(document.cookie)',
    host: 'stratus-red-team.cloud',
    lastAccessed: null,
  },
} as const satisfies Record<string, { name: string; url: string; host: string; lastAccessed: string | null }>

/** A word of 2,000 characters that offers no place to break it. */
export const longWord = 'Unbreakable'.repeat(182).slice(0, 2000)

/** What a hostile page may call a technique; each must be read as text in every report. */
export const hostileNames = {
  script: '<script>document.title="owned"</script>',
  image: '"><img src=x onerror=alert(1)><meta http-equiv=refresh content="0;url=https://evil.example/">',
  frame: '<iframe src="file:///etc/passwd"></iframe><style>@import "https://evil.example/x.css"</style>',
  formula: '=1+1',
  template: '{{constructor.constructor "return process"}} {{{name}}}',
  scripts: 'Προπαγάνδα Кража 漢字 \u202Eevil‬',
} as const

const e = (...listed: (readonly [string, number])[]): Listed => listed

export const techniqueSeeds: readonly TechniqueSeed[] = [
  { id: 'T1595', name: 'Active Scanning', tactics: ['Reconnaissance'], policy: e(['d3fend', 2]) },
  {
    id: 'T1595.002',
    name: 'Vulnerability Scanning',
    tactics: ['Reconnaissance'],
    detection: e(['sigma', 1]),
  },
  { id: 'T1598', name: 'Phishing for Information', tactics: ['Reconnaissance'] },
  { id: 'T1583', name: 'Acquire Infrastructure', tactics: ['Resource Development'] },
  { id: 'T1588', name: 'Obtain Capabilities', tactics: ['Resource Development'], detection: e(['car', 2]) },
  {
    id: 'T1190',
    name: 'Exploit Public-Facing Application',
    tactics: ['Initial Access'],
    policy: e(['d3fend', 6]),
    detection: e(['sigma', 42], ['elastic', 9], ['splunk', 12]),
    test: e(['atomic', 1]),
  },
  {
    id: 'T1566',
    name: 'Phishing',
    tactics: ['Initial Access'],
    policy: e(['d3fend', 9]),
    detection: e(['sigma', 6], ['splunk', 15]),
    test: e(['atomic', 2]),
  },
  {
    id: 'T1566.001',
    name: 'Spearphishing Attachment',
    tactics: ['Initial Access'],
    policy: e(['d3fend', 9]),
    detection: e(['sigma', 11], ['elastic', 4]),
    test: e(['atomic', 2]),
  },
  {
    id: 'T1078',
    name: 'Valid Accounts',
    tactics: ['Initial Access', 'Persistence', 'Privilege Escalation', 'Defense Evasion'],
    policy: e(['d3fend', 12]),
    detection: e(['sigma', 25], ['elastic', 14], ['splunk', 3]),
  },
  {
    id: 'T1078.004',
    name: 'Cloud Accounts',
    tactics: ['Initial Access', 'Persistence', 'Privilege Escalation', 'Defense Evasion'],
    detection: e(['sigma', 5], ['splunk', 2]),
    test: e(['stratus', 3]),
  },
  {
    id: 'T1059',
    name: 'Command and Scripting Interpreter',
    tactics: ['Execution'],
    policy: e(['d3fend', 8]),
    detection: e(['sigma', 30], ['elastic', 21], ['splunk', 20], ['car', 2]),
    test: e(['atomic', 1]),
  },
  {
    id: 'T1059.001',
    name: 'PowerShell',
    tactics: ['Execution'],
    policy: e(['d3fend', 7]),
    detection: e(['sigma', 140], ['elastic', 8], ['car', 2]),
    test: e(['atomic', 21]),
  },
  {
    id: 'T1059.004',
    name: 'Unix Shell',
    tactics: ['Execution'],
    detection: e(['elastic', 6]),
    test: e(['atomic', 2]),
  },
  {
    id: 'T1204',
    name: 'User Execution',
    tactics: ['Execution'],
    policy: e(['d3fend', 3]),
    detection: e(['sigma', 2]),
  },
  {
    id: 'T1543',
    name: 'Create or Modify System Process',
    tactics: ['Persistence', 'Privilege Escalation'],
    detection: e(['elastic', 4]),
  },
  {
    id: 'T1547',
    name: 'Boot or Logon Autostart Execution',
    tactics: ['Persistence', 'Privilege Escalation'],
    policy: e(['d3fend', 4]),
    detection: e(['sigma', 9], ['splunk', 1]),
    test: e(['atomic', 1]),
  },
  {
    id: 'T1547.001',
    name: hostileNames.formula,
    tactics: ['Persistence', 'Privilege Escalation'],
    detection: e(['sigma', 22]),
    test: e(['atomic', 9]),
  },
  {
    id: 'T1055',
    name: 'Process Injection',
    tactics: ['Privilege Escalation', 'Defense Evasion'],
    policy: e(['d3fend', 5]),
    detection: e(['sigma', 17], ['splunk', 11]),
    test: e(['atomic', 2]),
  },
  {
    id: 'T1055.013',
    name: 'Process Doppelgänging',
    tactics: ['Privilege Escalation', 'Defense Evasion'],
    policy: e(['d3fend', 2]),
  },
  {
    id: 'T1014',
    name: 'Rootkit',
    tactics: ['Defense Evasion'],
    detection: e(['car', 3]),
    test: e(['atomic', 2]),
  },
  {
    id: 'T1027',
    name: 'Obfuscated Files or Information',
    tactics: ['Defense Evasion'],
    policy: e(['d3fend', 3]),
    detection: e(['sigma', 64]),
    test: e(['atomic', 8]),
  },
  { id: 'T1036', name: hostileNames.script, tactics: ['Defense Evasion'], detection: e(['sigma', 3]) },
  {
    id: 'T1070',
    name: 'Indicator Removal',
    tactics: ['Defense Evasion'],
    policy: e(['d3fend', 1]),
    detection: e(['sigma', 3], ['elastic', 2]),
    test: e(['atomic', 1]),
  },
  { id: 'T1070.006', name: hostileNames.frame, tactics: ['Defense Evasion'], test: e(['atomic', 8]) },
  {
    id: 'T1003',
    name: 'OS Credential Dumping',
    tactics: ['Credential Access'],
    policy: e(['d3fend', 6]),
    detection: e(['sigma', 12], ['splunk', 4]),
    test: e(['atomic', 5]),
  },
  {
    id: 'T1003.001',
    name: 'LSASS Memory',
    tactics: ['Credential Access'],
    policy: e(['d3fend', 8]),
    detection: e(['sigma', 41], ['elastic', 5], ['splunk', 9], ['car', 6]),
    test: e(['atomic', 13]),
  },
  {
    id: 'T1110',
    name: 'Brute Force',
    tactics: ['Credential Access'],
    policy: e(['d3fend', 11]),
    detection: e(['sigma', 9]),
    test: e(['atomic', 4]),
  },
  { id: 'T1558', name: hostileNames.image, tactics: ['Credential Access'], detection: e(['car', 1]) },
  {
    id: 'T1087',
    name: 'Account Discovery',
    tactics: ['Discovery'],
    detection: e(['sigma', 3]),
    test: e(['atomic', 4]),
  },
  {
    id: 'T1082',
    name: 'System Information Discovery',
    tactics: ['Discovery'],
    detection: e(['sigma', 7], ['elastic', 3]),
    test: e(['atomic', 9]),
  },
  { id: 'T1613', name: 'Container and Resource Discovery', tactics: ['Discovery'] },
  {
    id: 'T1021',
    name: 'Remote Services',
    tactics: ['Lateral Movement'],
    policy: e(['d3fend', 10]),
    detection: e(['sigma', 5], ['elastic', 7]),
  },
  {
    id: 'T1021.002',
    name: 'SMB/Windows Admin Shares',
    tactics: ['Lateral Movement'],
    policy: e(['d3fend', 3]),
    detection: e(['sigma', 21], ['elastic', 4]),
    test: e(['atomic', 4]),
  },
  {
    id: 'T1005',
    name: hostileNames.scripts,
    tactics: ['Collection'],
    policy: e(['d3fend', 1]),
    detection: e(['sigma', 2]),
  },
  {
    id: 'T1115',
    name: longWord,
    tactics: ['Collection'],
    detection: e(['sigma', 1]),
    test: e(['atomic', 4]),
  },
  {
    id: 'T1071',
    name: 'Application Layer Protocol',
    tactics: ['Command and Control'],
    policy: e(['d3fend', 14]),
    detection: e(['sigma', 4]),
    test: e(['atomic', 1]),
  },
  {
    id: 'T1071.001',
    name: 'Web Protocols',
    tactics: ['Command and Control'],
    policy: e(['d3fend', 14]),
    detection: e(['sigma', 12], ['elastic', 1]),
    test: e(['atomic', 2]),
  },
  {
    id: 'T1105',
    name: 'Ingress Tool Transfer',
    tactics: ['Command and Control'],
    policy: e(['d3fend', 5]),
    detection: e(['sigma', 26], ['splunk', 7]),
    test: e(['atomic', 14]),
  },
  {
    id: 'T1041',
    name: 'Exfiltration Over C2 Channel',
    tactics: ['Exfiltration'],
    policy: e(['d3fend', 13]),
    detection: e(['sigma', 2]),
    test: e(['atomic', 1]),
  },
  {
    id: 'T1567.002',
    name: 'Exfiltration to Cloud Storage',
    tactics: ['Exfiltration'],
    detection: e(['sigma', 4]),
    test: e(['atomic', 1]),
  },
  {
    id: 'T1486',
    name: hostileNames.template,
    tactics: ['Impact'],
    policy: e(['d3fend', 4]),
    detection: e(['sigma', 6], ['elastic', 2], ['splunk', 3]),
    test: e(['atomic', 5]),
  },
  { id: 'T1498', name: 'Network Denial of Service', tactics: ['Impact'] },
]
