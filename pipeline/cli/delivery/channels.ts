import type { Config } from '../../config/config.js'
import type { Messages } from '../../delivery/messages.js'
import { metricsText, successIn } from '../../delivery/metrics.js'
import type { FileEntry } from '../../model/run-manifest.js'
import type { RunNews } from '../../model/run-news.js'
import type { SavedRun } from '../../model/run-store.js'
import { copyRun } from '../../system/delivery/copy-run.js'
import { readMetricsFile, writeMetricsFile } from '../../system/delivery/metrics-file.js'
import { postMessage } from '../../system/delivery/post-message.js'
import { sendMail } from '../../system/delivery/send-mail.js'

/** A published run as far as it is delivered; null where there is none. */
export interface DeliveredRun {
  run: SavedRun
  outputs: readonly FileEntry[]
  /** What no manifest lists: itself, and its signature where there is one. */
  unlisted: readonly FileEntry[]
}

/** One way in which news go out. */
export interface Channel {
  name: 'mail' | 'webhook' | 'copy' | 'metrics' | 'ping'
  /** Where it leads, for people: never a secret. */
  to: string
  /** Whether it has something to do with these news. */
  takes(news: RunNews): boolean
  /** Gives what went out, for people. Throws where it could not. */
  send(news: RunNews, published: DeliveredRun | null, signal: AbortSignal): Promise<string>
}

const webhookTimeoutMs = 15_000
const pingTimeoutMs = 5_000
const bytesInMb = 1e6

/** The channels that the settings name. */
export function channelsOf(config: Config, messages: Messages): Channel[] {
  const { mailTo, mailFrom, smtpUrl, webhook, copyTo, metricsFile, pingUrl } = config
  return [
    ...(mailTo.length > 0 && mailFrom !== null && smtpUrl !== null
      ? [mailChannel({ ...config, mailFrom, smtpUrl }, messages)]
      : []),
    ...(webhook === null ? [] : [webhookChannel(webhook, config.webhookForm, messages)]),
    ...(copyTo === null ? [] : [copyChannel(copyTo)]),
    ...(metricsFile === null ? [] : [metricsChannel(metricsFile)]),
    ...(pingUrl === null ? [] : [pingChannel(pingUrl, messages)]),
  ]
}

function mailChannel(
  { mailTo, mailFrom, smtpUrl, mailLimit }: Config & { mailFrom: string; smtpUrl: string },
  messages: Messages,
): Channel {
  return {
    name: 'mail',
    to: mailTo.join(', '),
    takes: () => true,
    async send(news, published, signal) {
      const files = (published?.outputs ?? []).filter(({ path }) => /^[^/]+\.(pdf|xlsx)$/.test(path))
      const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
      const fits = bytes <= mailLimit * bytesInMb
      const names = files.map(({ path }) => path)
      const enclosed = {
        attached: fits ? names : [],
        leftOut: fits ? [] : names,
        megabytes: Math.ceil(bytes / bytesInMb),
        limitMegabytes: mailLimit,
      }
      const attachments = await Promise.all(
        enclosed.attached.map(async (name) => ({
          name,
          bytes: (await published?.run.read(name)) ?? nothing,
        })),
      )
      const id = `${news.runId ?? `failed-${Date.parse(news.startedAt)}`}.control-coverage`
      const { subject, text } = messages.mail(news, enclosed)
      await sendMail(smtpUrl, { from: mailFrom, to: mailTo, subject, text, attachments, id }, signal)
      return enclosed.attached.length === 0 ? 'nothing attached' : enclosed.attached.join(', ')
    },
  }
}
const nothing = new Uint8Array()

function webhookChannel(url: string, form: Config['webhookForm'], messages: Messages): Channel {
  return {
    name: 'webhook',
    to: new URL(url).origin,
    takes: () => true,
    async send(news, _, signal) {
      const body = JSON.stringify(form === 'slack' ? { text: messages.chat(news) } : news)
      const message = { url, body, contentType: 'application/json', timeoutMs: webhookTimeoutMs }
      await postMessage(message, process.env, signal)
      return form === 'slack' ? 'a text' : 'all facts'
    },
  }
}

function copyChannel(folder: string): Channel {
  return {
    name: 'copy',
    to: folder,
    takes: (news) => news.runId !== null,
    async send(_, published) {
      if (published === null) return 'nothing'
      const { run, outputs, unlisted } = published
      await copyRun(run, [...outputs, ...unlisted], folder)
      return run.runId
    },
  }
}

function metricsChannel(file: string): Channel {
  return {
    name: 'metrics',
    to: file,
    takes: () => true,
    async send(news) {
      const known = news.lastGood === null ? null : Math.floor(Date.parse(news.lastGood.startedAt) / 1000)
      writeMetricsFile(file, metricsText(news, successIn(readMetricsFile(file)) ?? known))
      return 'metrics'
    },
  }
}

function pingChannel(url: string, messages: Messages): Channel {
  return {
    name: 'ping',
    to: new URL(url).origin,
    takes: () => true,
    async send(news, _, signal) {
      const to = news.exitCode === 0 ? url : pingAddress(url, 'fail')
      const body = messages.chat(news)
      await postMessage(
        { url: to, body, contentType: 'text/plain; charset=utf-8', timeoutMs: pingTimeoutMs },
        process.env,
        signal,
      )
      return news.exitCode === 0 ? 'success' : 'failure'
    },
  }
}

/** Tells the monitor that a run begins: once it is late with its end, somebody is woken. */
export async function pingStart(url: string, signal: AbortSignal): Promise<void> {
  const start = pingAddress(url, 'start')
  await postMessage(
    { url: start, body: null, contentType: '', timeoutMs: pingTimeoutMs },
    process.env,
    signal,
  )
}

function pingAddress(url: string, word: 'start' | 'fail'): string {
  const address = new URL(url)
  address.pathname = `${address.pathname.replace(/\/$/, '')}/${word}`
  return address.href
}
