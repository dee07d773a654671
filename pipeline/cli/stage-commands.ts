import type { Command } from 'commander'
import type { ConfigKey } from '../config/config.js'
import type { WrittenValues } from '../config/resolve.js'
import type { ExitCode } from '../model/failure.js'
import type { StageName } from '../model/run-manifest.js'
import { addSettings, keysOfCommand, optionOf } from './options.js'
import type { Streams } from './streams.js'

const stages: readonly StageName[] = ['extract', 'normalize', 'check', 'assess', 'render']

const stageSummaries: Record<StageName, string> = {
  extract: 'read the pages into records.json',
  normalize: 'make model.json of the records',
  check: "ask every link's server and write links.json",
  assess: 'judge coverage, gaps and freshness: report.json, findings.json',
  render: 'make the reports, tables and files for other tools of report.json',
}

/** What a corpus may be, for the help of the commands that take one. */
export const corpusWords =
  'folder of .md pages, one page, or a git repository (path or URL), with #REF:FOLDER where it is not all of HEAD'

/** Adds the commands that run stages: all of them, once or on a schedule, or one. */
export function addStageCommands(program: Command, streams: Streams, end: (code: ExitCode) => void): void {
  addRun(program, streams, end)
  addSchedule(program, streams, end)
  for (const stage of stages) addStage(program, stage, streams, end)
}

function addRun(program: Command, streams: Streams, end: (code: ExitCode) => void): void {
  const command = program
    .command('run')
    .argument('[CORPUS]', corpusWords, 'data/corpus')
    .description('every stage, into one new run folder')
    .option('--config <FILE>', 'JSON file with any of these settings')
  addSettings(command, keysOfCommand.run)
  command.action(async (corpus: string, options: Record<string, unknown>) => {
    const { runCommand } = await import('./run-command.js')
    end(
      await runCommand(
        { command: 'run', stages, corpus, from: null, ...settingsOf(options) },
        streams.talk,
        streams.print,
      ),
    )
  })
}

function addSchedule(program: Command, streams: Streams, end: (code: ExitCode) => void): void {
  const command = program
    .command('schedule')
    .argument('<CRON>', 'when to run: minute, hour, day, month, day of the week, such as "30 2 * * *"')
    .argument('[CORPUS]', corpusWords, 'data/corpus')
    .description('runs on a schedule until told to stop')
    .option('--time-zone <ZONE>', 'time zone of the schedule (IANA name; default: that of this machine)')
    .option(
      '--health-port <N>',
      'tell how it goes over HTTP, on this machine alone: /health, /live, /metrics',
    )
    .option('--config <FILE>', 'JSON file with any of these settings, read again for each run')
  for (const key of keysOfCommand.schedule) command.addOption(optionOf(key))
  command.action(async (expression: string, corpus: string, options: Record<string, unknown>) => {
    const { timeZone, healthPort, ...rest } = options
    const { scheduleCommand } = await import('./schedule-command.js')
    const request = {
      expression,
      timeZone: typeof timeZone === 'string' ? timeZone : null,
      healthPort: typeof healthPort === 'string' ? healthPort : null,
      run: { command: 'run', stages, corpus, from: null, ...settingsOf(rest) },
    }
    end(await scheduleCommand(request, streams.talk, streams.print))
  })
}

function addStage(program: Command, stage: StageName, streams: Streams, end: (code: ExitCode) => void): void {
  const command = program
    .command(stage)
    .description(`one stage: ${stageSummaries[stage]}`)
    .option('--config <FILE>', 'JSON file with settings')
  if (stage === 'extract') command.argument('[CORPUS]', corpusWords, 'data/corpus')
  else
    command.option(
      '--run <RUN>',
      'run to start from: an id or the path of a run folder (default: the newest run)',
    )
  addSettings(command, keysOfCommand[stage])
  command.action(async (...args: unknown[]) => {
    const corpus = stage === 'extract' ? String(args[0]) : ''
    const options = command.opts<Record<string, unknown>>()
    const from = typeof options.run === 'string' ? options.run : null
    const { runCommand } = await import('./run-command.js')
    const request = { command: stage, stages: [stage], corpus, from, ...settingsOf(options) }
    end(await runCommand(request, streams.talk, streams.print))
  })
}

function settingsOf({ config, run: _run, ...flags }: Record<string, unknown>): {
  flags: WrittenValues
  configFile: string | null
} {
  return {
    flags: flags as Partial<Record<ConfigKey, unknown>>,
    configFile: typeof config === 'string' ? config : null,
  }
}
