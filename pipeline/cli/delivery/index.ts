import { join, resolve } from 'node:path'
import type { Config } from '../../config/config.js'
import { type Messages, readMessages } from '../../delivery/messages.js'
import { failedNews, type NewsFrame, publishedNews } from '../../delivery/news.js'
import { attempt } from '../../delivery/retry.js'
import { sampleNews } from '../../delivery/samples.js'
import { errorText } from '../../model/error-text.js'
import type { Log } from '../../model/ports.js'
import type { RunNews } from '../../model/run-news.js'
import { withoutSecrets } from '../../model/secrets.js'
import type { RunResult } from '../../run/index.js'
import { fileEntry, manifestBytes, signatureFile } from '../../run/manifest.js'
import { readManifest } from '../../run/read-artifact.js'
import { createTimer } from '../../system/clock.js'
import { locationOf, repositoryName } from '../../system/corpus-name.js'
import { recordDelivery } from '../../system/delivery/delivery-record.js'
import { packageInfo } from '../../system/package-info.js'
import { createRunStore } from '../../system/run-folders/index.js'
import { readTemplateFolder } from '../../system/template-folder.js'
import { type Channel, channelsOf, type DeliveredRun, pingStart } from './channels.js'

/** How the news of one run go out. Whatever happens here is logged and changes nothing of the run. */
export interface Delivery {
  /** The run begins; waits for nothing. */
  started(): void
  published(result: RunResult): Promise<void>
  failed(fault: { exitCode: number; sentence: string; remedy: string }): Promise<void>
}

/** What a run's delivery depends on. */
export interface DeliveryWish {
  config: Config
  corpus: string
  log: Log
  signal: AbortSignal
}

/**
 * Makes ready what the settings want delivered.
 *
 * @throws {Failure} (exit 3) for a template that cannot be filled
 */
export async function openDelivery({ config, corpus, log, signal }: DeliveryWish): Promise<Delivery> {
  const channels = channelsOf(config, await messagesOf(config))
  const startedAt = new Date()
  const stateFolder = join(config.out, '.state')
  let starting: Promise<void> = Promise.resolve()

  const frame = async (): Promise<NewsFrame> => ({
    tool: packageInfo(),
    corpus: withoutSecrets((await repositoryName(corpus))?.location ?? locationOf(corpus)),
    startedAt,
    endedAt: new Date(),
    lastGood: await lastGood(config),
  })
  const sendAll = async (news: RunNews, published: DeliveredRun | null) => {
    await starting
    const wanted = channels.filter((channel) => channel.takes(news))
    await Promise.all(wanted.map((channel) => send(channel, news, published)))
  }
  const send = async (channel: Channel, news: RunNews, published: DeliveredRun | null) => {
    const work = () => channel.send(news, published, signal)
    const { delivered, attempts, detail } = await attempt(work, createTimer(), signal)
    const { name, to } = channel
    recordDelivery(stateFolder, { runId: news.runId, channel: name, delivered, attempts, detail })
    const facts = { channel: name, to, runId: news.runId, attempts }
    const tries = attempts === 1 ? '' : ` (${attempts} attempts)`
    if (delivered) log.info('delivered', `Delivered: ${name} to ${to}, ${detail}${tries}.`, facts)
    else
      log.warn('delivery-failed', `Not delivered: ${name} to ${to}${tries}: ${detail}.`, {
        ...facts,
        reason: detail,
      })
  }

  /** Nothing that goes wrong here may touch what the run came to. */
  const guarded = async (work: () => Promise<void>) => {
    try {
      await work()
    } catch (error) {
      log.warn(
        'delivery-failed',
        `Nothing could be delivered: ${error instanceof Error ? error.message : error}.`,
      )
    }
  }

  return {
    started() {
      const { pingUrl } = config
      if (pingUrl === null) return
      starting = pingStart(pingUrl, signal).catch((error: unknown) => {
        const reason = errorText(error)
        log.warn('delivery-failed', `The monitor was not told of the start: ${reason}.`, {
          channel: 'ping',
          reason,
        })
      })
    },
    published: ({ manifest, folder, report, failOnCount, signedBy }) =>
      guarded(async () => {
        const run = await createRunStore(config.out).find(manifest.runId)
        const where = placeOf(config, manifest.runId, folder)
        const news = publishedNews(await frame(), { manifest, report: report, failOnCount, where })
        const unlisted = [fileEntry('run.json', manifestBytes(manifest))]
        if (signedBy !== null) unlisted.push(fileEntry(signatureFile, await run.read(signatureFile)))
        await sendAll(news, { run, outputs: manifest.outputs, unlisted })
      }),
    failed: (fault) => guarded(async () => sendAll(failedNews(await frame(), fault), null)),
  }
}

/** Reads the templates of the messages for nothing but their faults: a Failure (exit 3) where there is one. */
export async function assertMessages(config: Config): Promise<void> {
  await messagesOf(config)
}

async function messagesOf({ templates }: Config): Promise<Messages> {
  return readMessages(await readTemplateFolder('delivery', templates), sampleNews)
}

/** The run that `latest` points at; null where there is none that can be read. */
async function lastGood(config: Config): Promise<RunNews['lastGood']> {
  try {
    const run = await createRunStore(config.out).find('latest')
    const { startedAt } = await readManifest(run)
    return { runId: run.runId, startedAt, where: placeOf(config, run.runId, run.folder) }
  } catch {
    return null
  }
}

/** Where people find a run: at its address where runs are served, else on this machine. */
function placeOf({ reportUrl }: Config, runId: string, folder: string): string {
  return reportUrl === null ? resolve(folder) : `${reportUrl.replace(/\/$/, '')}/${runId}/`
}
