/**
 * What GitHub's code scanning takes of one run: it refuses a file with more results, and of those that it takes it shows
 * the first by severity ("SARIF support for code scanning", docs.github.com).
 */
export const githubLimits = { results: 25_000, shown: 5_000 } as const
