import type { TemplateFolder } from '../model/ports.js'
import type { RunNews } from '../model/run-news.js'
import { messageFiller } from '../render/template/message-template.js'

/** What of a run's files a mail carries. */
export interface Enclosed {
  /** Names of the files attached. */
  attached: string[]
  /** Names of those that were too large to be. */
  leftOut: string[]
  /** Size of all of them together, and what a mail may carry, in whole MB. */
  megabytes: number
  limitMegabytes: number
}

/** The texts that are made of a run's news, in the words of the templates' folder `delivery`. */
export interface Messages {
  mail(news: RunNews, enclosed: Enclosed): { subject: string; text: string }
  /** One text for chat, as Slack and its like take it. */
  chat(news: RunNews): string
}

const maxSubject = 200

/**
 * The messages of a folder with `mail-subject.hbs`, `mail-body.hbs` and `chat.hbs`, each given `news` (`RunNews`) and
 * the bodies `enclosed` as well. All are filled once for every way in which a run can end, so that a fault of
 * theirs is found before any work.
 *
 * @throws {Failure} (exit 3) with file and line of a fault in a template
 */
export function readMessages(template: TemplateFolder, samples: readonly RunNews[]): Messages {
  const fill = messageFiller(template)
  const messages: Messages = {
    mail: (news, enclosed) => ({
      subject: oneLine(fill('mail-subject.hbs', { news })),
      text: paragraphs(fill('mail-body.hbs', { news, enclosed })),
    }),
    chat: (news) => fill('chat.hbs', { news: escapedForChat(news) }).trim(),
  }
  for (const sample of samples) {
    for (const names of [[], ['coverage.pdf']]) {
      messages.mail(sample, { attached: names, leftOut: names, megabytes: 1, limitMegabytes: 1 })
      messages.chat(sample)
    }
  }
  return messages
}

/** Without the empty lines that parts of a template leave which have nothing to say. */
function paragraphs(text: string): string {
  return `${text.trim().replace(/\n{3,}/g, '\n\n')}\n`
}

function oneLine(text: string): string {
  return text
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, maxSubject)
}

/** Every text in a value with Slack's three control characters escaped: what a corpus is called must not call a channel. */
function escapedForChat<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value), (_, each: unknown) =>
    typeof each === 'string'
      ? each.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
      : each,
  )
}
