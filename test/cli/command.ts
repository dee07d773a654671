import { main } from '../../pipeline/cli/program.js'

/** Runs one command line in this process, and gives all that came of it. */
export async function command(...words: string[]) {
  const told = { stdout: '', stderr: '' }
  const exitCode = await main(words, {
    print: (text) => {
      told.stdout += text
    },
    talk: {
      write: (text) => {
        told.stderr += text
      },
      isTerminal: false,
    },
  })
  return { exitCode, ...told }
}
