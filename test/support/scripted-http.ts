import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { Http, HttpOutcome, HttpRequest } from '../../pipeline/model/http.js'

const Script = z.record(
  z.string(),
  z.union([
    z.int(),
    z.strictObject({ status: z.int(), headers: z.record(z.string(), z.string()) }),
    z.enum(['timeout', 'name-not-found', 'reset', 'tls']),
  ]),
)
/** What each URL answers: a status, a status with headers, or the reason why nothing comes. */
export type Script = z.infer<typeof Script>

export function readScript(file: string): Script {
  return Script.parse(JSON.parse(readFileSync(file, 'utf8')))
}

/** Http that answers from a script; a URL that is not in it is not found on its server. Keeps what it was asked. */
export function scriptedHttp(script: Script): Http & { asked: string[] } {
  const asked: string[] = []
  return {
    asked,
    viaProxy: () => false,
    ask: async ({ method, url }: HttpRequest): Promise<HttpOutcome> => {
      asked.push(`${method} ${url}`)
      const answer = script[url] ?? 404
      if (typeof answer === 'string') return { kind: 'failure', reason: answer, detail: answer }
      const { status, headers } = typeof answer === 'number' ? { status: answer, headers: {} } : answer
      return { kind: 'answer', status, headers, body: new Uint8Array() }
    },
  }
}
