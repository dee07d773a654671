import type { Transporter } from 'nodemailer'
import { Undeliverable } from '../../model/undeliverable.js'

/** A mail as it is to be sent. */
export interface Mail {
  from: string
  to: readonly string[]
  subject: string
  text: string
  attachments: readonly { name: string; bytes: Uint8Array }[]
  /** The same for every attempt, so that a mail that came twice can be told to be one (RFC 5322, 3.6.4). */
  id: string
}

const timeoutMs = { connection: 10_000, greeting: 10_000, silence: 30_000, whole: 120_000 }

/**
 * Hands a mail to the server at `smtp://` (STARTTLS where it is offered, and demanded before a password is sent to another
 * machine) or `smtps://`. Certificates are always verified. Throws {@link Undeliverable} where the
 * server refuses for good, any other error where it may be tried again; neither tells the password.
 */
export async function sendMail(smtpUrl: string, mail: Mail, signal: AbortSignal): Promise<void> {
  const { createTransport } = await import('nodemailer')
  const transport = createTransport(optionsOf(new URL(smtpUrl)))
  const message = {
    from: mail.from,
    to: [...mail.to],
    subject: mail.subject,
    text: mail.text,
    messageId: `<${mail.id}@${mail.from.split('@')[1]}>`,
    attachments: mail.attachments.map(({ name, bytes }) => ({ filename: name, content: Buffer.from(bytes) })),
    // Nothing in a message may make the mailer read a file or an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  }
  try {
    await within(transport.sendMail(message), transport, signal)
  } catch (error) {
    throw told(error)
  } finally {
    transport.close()
  }
}

function optionsOf(url: URL) {
  const secure = url.protocol === 'smtps:'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const [user, pass] = [decodeURIComponent(url.username), decodeURIComponent(url.password)]
  const isHere = host === 'localhost' || host === '::1' || /^127\./.test(host)
  return {
    host,
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    requireTLS: !secure && user !== '' && !isHere,
    ...(user === '' ? {} : { auth: { user, pass } }),
    connectionTimeout: timeoutMs.connection,
    greetingTimeout: timeoutMs.greeting,
    socketTimeout: timeoutMs.silence,
  }
}

/** The mailer knows no signal and no time for the whole; closing it does not end a message under way, so none is waited for. */
async function within(sending: Promise<unknown>, transport: Transporter, signal: AbortSignal): Promise<void> {
  sending.catch(() => undefined)
  signal.throwIfAborted()
  const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs.whole)])
  const over = new Promise<never>((_, reject) => {
    limit.addEventListener('abort', () => {
      transport.close()
      reject(new Error('it took too long'))
    })
  })
  await Promise.race([sending, over])
}

function told(error: unknown): Error {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown }
  const message = error instanceof Error ? error.message.replace(/\s+/g, ' ').slice(0, 200) : String(error)
  const isRefusal =
    (typeof responseCode === 'number' && responseCode >= 500) ||
    ['EAUTH', 'EENVELOPE', 'ETLS', 'EREQUIRETLS', 'EMESSAGE'].includes(String(code))
  return isRefusal && !(typeof responseCode === 'number' && responseCode < 500)
    ? new Undeliverable(message)
    : new Error(message)
}
