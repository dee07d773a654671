import type { AddressInfo } from 'node:net'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'

/** A mail server on this machine that keeps what it is given. */
export interface MailServer {
  port: number
  mails: ParsedMail[]
  /** Times that somebody began to hand over a mail. */
  attempts(): number
  close(): Promise<void>
}

/** `refusals` are the answers to the first mails, such as 451 (try again) or 550 (never); later ones are taken. */
export async function startMailServer({
  user,
  refusals = [],
}: {
  user?: { name: string; password: string }
  refusals?: number[]
} = {}): Promise<MailServer> {
  const mails: ParsedMail[] = []
  let attempts = 0
  const server = new SMTPServer({
    authOptional: user === undefined,
    allowInsecureAuth: true,
    hideSTARTTLS: true,
    logger: false,
    onAuth: ({ username, password }, _, done) =>
      username === user?.name && password === user?.password
        ? done(null, { user: username })
        : done(new Error('no such user')),
    onMailFrom: (_, __, done) => {
      const code = refusals[attempts]
      attempts += 1
      done(code === undefined ? null : Object.assign(new Error('not now'), { responseCode: code }))
    },
    onData: (stream, _, done) => {
      simpleParser(stream).then((mail) => {
        mails.push(mail)
        done()
      }, done)
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    attempts: () => attempts,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
