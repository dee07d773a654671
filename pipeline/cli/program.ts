import { Command, CommanderError } from 'commander'
import { resolveConfig, type WrittenValues } from '../config/resolve.js'
import { type ExitCode, exitCodes, Failure } from '../model/failure.js'
import { withoutSecrets } from '../model/secrets.js'
import { createJsonLog } from '../system/log.js'
import { packageInfo } from '../system/package-info.js'
import { whileReading, whileReadingRuns } from '../system/reader-lock.js'
import type { DiffOptions } from './diff-command.js'
import { faultOf, logFault } from './fault.js'
import type { FixOptions } from './fix-command.js'
import { addSettings } from './options.js'
import type { ReferenceOptions } from './reference-command.js'
import { addStageCommands, corpusWords } from './stage-commands.js'
import type { Streams } from './streams.js'
import type { VerifyOptions } from './verify-command.js'

/** Parses the words of a command line and does what they say. Gives the exit code; never throws for the user's faults. */
export async function main(words: readonly string[], streams: Streams): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.done
  const log = asksForJson(words) ? createJsonLog(streams.talk) : null
  const complain =
    log === null
      ? (text: string) => streams.talk.write(text)
      : (text: string) => log.error('usage', text.trim())
  const program = createProgram(
    streams,
    (code) => {
      exitCode = code
    },
    complain,
  )
  try {
    await program.parseAsync(words, { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage
    if (log !== null) return logFault(faultOf(error), log)
    if (error instanceof Failure) {
      streams.talk.write(withoutSecrets(`${error.message}\n${error.remedy}\n`))
      return error.exitCode
    }
    streams.talk.write(withoutSecrets(describeBug(error)))
    return exitCodes.nothingPublished
  }
}

/** Whether programs read what these words lead to, as far as can be told before they are understood. */
function asksForJson(words: readonly string[]): boolean {
  return words.some(
    (word, index) => word === '--log=json' || (word === '--log' && words[index + 1] === 'json'),
  )
}

/** The command line as commander knows it; `end` is told the exit code of the command that ran. */
export function createProgram(
  streams: Streams,
  end: (code: ExitCode) => void,
  complain = (text: string) => streams.talk.write(text),
): Command {
  const { name, version } = packageInfo()
  const program = new Command(name)
    .description(
      'Reports what a set of control coverage pages covers, how fresh its evidence is, and where each number comes from.',
    )
    .version(version)
    .exitOverride()
    .configureOutput({ writeOut: streams.print, writeErr: complain })
    .showHelpAfterError('See --help.')
    .configureHelp({ showGlobalOptions: false })
  addStageCommands(program, streams, end)
  addOthers(program, streams, end)
  return program
}

function addOthers(program: Command, streams: Streams, end: (code: ExitCode) => void): void {
  const out = ['--out <DIR>', 'folder that runs are written to', 'out'] as const
  program
    .command('verify')
    .argument('<RUN>', 'run id, or the path of a run folder')
    .description(
      'recompute every hash of a run folder and the headline figures of its report; exit 1 when one file differs, is missing or is extra, or a figure differs',
    )
    .option('--public-key <FILE>', 'PEM file of the key that must have signed it; exit 1 when it has not')
    .option(...out)
    .action(async (run: string, options: VerifyOptions) => {
      const { verifyCommand } = await import('./verify-command.js')
      end(await whileReadingRuns(options.out, [run], () => verifyCommand(run, options, streams.print)))
    })
  program
    .command('history')
    .description('the runs, newest first')
    .option(...out)
    .action(async (options: { out: string }) => {
      const { historyCommand } = await import('./history-command.js')
      end(await whileReading(options.out, () => historyCommand(options.out, streams.print)))
    })
  program
    .command('diff')
    .argument('<RUN_A>', 'run id, or the path of a run folder')
    .argument('<RUN_B>', 'the run to compare it with')
    .description('what changed between two runs; exit 0 whether or not they differ')
    .option('--json', 'all changes as JSON (`control-coverage schema diff`)')
    .option('--exit-code', 'exit 2 when they differ')
    .option(...out)
    .action(async (from: string, to: string, options: DiffOptions) => {
      const { diffCommand } = await import('./diff-command.js')
      const work = () => diffCommand({ from, to }, options, streams.print)
      end(await whileReadingRuns(options.out, [from, to], work))
    })
  program
    .command('fix')
    .argument('[CORPUS]', corpusWords, 'data/corpus')
    .description(
      'the repairs of moved links as a unified diff; only those that are sure, unless more are included',
    )
    .option(
      '--run <RUN>',
      'run whose links to go by: an id or the path of a run folder (default: the newest run)',
    )
    .option(
      '--include <KINDS>',
      'evidence to take too, however sure: identity, content, rename, name, majority, redirect, refresh, reference',
    )
    .option('--write', 'write the repairs to the pages')
    .option(...out)
    .action(async (corpus: string, options: FixOptions) => {
      const { fixCommand } = await import('./fix-command.js')
      const work = () => fixCommand(corpus, options, streams.talk, streams.print)
      end(await whileReadingRuns(options.out, [options.run ?? null], work))
    })
  const doctor = program
    .command('doctor')
    .description(
      'what this machine has and lacks, each lack with its remedy; exit 1 when a run could not be complete',
    )
    .option(...out)
  addSettings(doctor, ['browser', 'browserMemory'])
  doctor.action(async (flags: WrittenValues) => {
    const { doctorCommand } = await import('./doctor-command.js')
    end(await doctorCommand(resolveConfig(flags, {}, ''), streams.print))
  })
  program
    .command('reference')
    .description("make the ATT&CK and D3FEND tables that pages are judged by of MITRE's own files")
    .option('--attack <FILE>', 'ATT&CK of today: STIX 2.x bundle (enterprise-attack.json) or table')
    .option('--attack-version <VERSION>', 'its version, where the file does not say')
    .option('--attack-date <DATE>', 'when it came out, where the file does not say')
    .option('--pages-attack <FILE>', 'ATT&CK of the version that the pages speak of (default: as before)')
    .option('--pages-attack-version <VERSION>', 'its version, where the file does not say')
    .option('--d3fend <FILE>', 'D3FEND: the CSV or JSON that d3fend.mitre.org offers, or table')
    .option('--d3fend-version <VERSION>', 'its version, where the file does not say')
    .option('--d3fend-date <DATE>', 'when it came out, where the file does not say')
    .requiredOption('--to <DIR>', 'folder to write attack.json and d3fend.json to, for --reference of a run')
    .action(async (options: ReferenceOptions) => {
      const { referenceCommand } = await import('./reference-command.js')
      end(await referenceCommand(options, streams.print))
    })
  program
    .command('schema')
    .argument('<NAME>', 'records, model, links, findings, report, run, diff or config')
    .description('JSON Schema (2020-12) of an artifact or of the configuration file')
    .action(async (schema: string) => {
      const { schemaCommand } = await import('./schema-command.js')
      end(schemaCommand(schema, streams.print))
    })
}

function describeBug(error: unknown): string {
  const { name, version } = packageInfo()
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return `This is a bug in ${name} ${version} (Node ${process.version}, ${process.platform}). Please report it with these lines:\n${trace}\n`
}
