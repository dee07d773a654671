#!/usr/bin/env node
import { growSparingly } from '../system/heap-growth.js'
import { packageInfo } from '../system/package-info.js'

const hurryMs = 2_000

// A reader that has gone away (`| head`) is no reason to fail.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)

const words = process.argv.slice(2)
if (words.length === 1 && (words[0] === '--version' || words[0] === '-V')) {
  // Scripts ask for it in passing: the command line, with its schema of all settings, takes longer to load than Node.
  process.stdout.write(`${packageInfo().version}\n`)
} else {
  const { main } = await import('./program.js')
  growSparingly()
  process.exitCode = await main(words, {
    print: (text) => void process.stdout.write(text),
    talk: { write: (text) => void process.stderr.write(text), isTerminal: process.stderr.isTTY === true },
  })
}
// Everything is closed by now; should some library still hold the process, it is not waited for.
setTimeout(() => process.exit(), hurryMs).unref()
