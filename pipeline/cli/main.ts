#!/usr/bin/env node
import { main } from './program.js'

const hurryMs = 2_000

// A reader that has gone away (`| head`) is no reason to fail.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)

process.exitCode = await main(process.argv.slice(2), {
  print: (text) => void process.stdout.write(text),
  talk: { write: (text) => void process.stderr.write(text), isTerminal: process.stderr.isTTY === true },
})
// Everything is closed by now; should some library still hold the process, it is not waited for.
setTimeout(() => process.exit(), hurryMs).unref()
