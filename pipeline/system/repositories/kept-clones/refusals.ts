import { errorText } from '../../../model/error-text.js'
import type { Log } from '../../../model/ports.js'
import type { OpenedRepository } from '../../../model/repositories.js'
import { NoRepository } from '../local-repository.js'
import type { CloneName } from './clone-name.js'
import { failureBehind, NoClone } from './trouble.js'

/** What is opened of a repository that no clone here can tell of. */
export type Unknown = Extract<OpenedRepository, { kind: 'unknown' }>

export function unknown(reason: string): Unknown {
  return { kind: 'unknown', reason }
}

/** Why clones did not answer in this run, told in the log as it happens. */
export interface Refusals {
  /** Why there is no use in trying; null where it may be tried. Servers that gave no answer matter to who asks them. */
  before(name: CloneName, asItIs: boolean): Unknown | null
  /** Says why a clone cannot answer; what keeps all of them from it is said once, with what helps. */
  because(cause: unknown, name: CloneName): Unknown
  /** Notes that there is no clone, and that none may be made. */
  lacking(name: CloneName): Unknown
  /** Says which repositories there was no clone of. */
  conclude(): void
}

/** Failures of a host to answer at all, after which it is asked for no further repository. */
const maxSilences = 2

/** Names that one sentence holds. */
const namesAtMost = 5

/** The refusals of one run. */
export function refusals(log: Log, folder: string): Refusals {
  const silences = new Map<string, number>()
  const lacking = new Set<string>()
  let isHopeless = false

  const noteSilence = (host: string) => {
    const count = (silences.get(host) ?? 0) + 1
    silences.set(host, count)
    if (count === maxSilences)
      log.warn('clone-host', `No further repository of ${host} is cloned in this run.`)
  }

  return {
    before({ host }, asItIs) {
      const isSilent = !asItIs && (silences.get(host) ?? 0) >= maxSilences
      return isHopeless || isSilent ? unknown('clone-failed') : null
    },
    because(cause, name) {
      const failure = failureBehind(cause)
      if (failure !== null) {
        if (!isHopeless) log.warn('clones', `No clone is made or read: ${failure.message} ${failure.remedy}`)
        isHopeless = true
        return unknown('clone-failed')
      }
      const { reason, sentence } = refusalOf(cause, name)
      log.warn(reason, sentence)
      if (cause instanceof NoClone && cause.isSilence) noteSilence(name.host)
      return unknown(reason)
    },
    lacking({ title }) {
      lacking.add(title)
      return unknown('no-clone')
    },
    conclude() {
      const [first, ...more] = [...lacking].sort()
      if (first === undefined) return
      const names = [first, ...more].slice(0, namesAtMost).join(', ')
      const others = lacking.size > namesAtMost ? ` and ${lacking.size - namesAtMost} more` : ''
      const what = `There is no clone in ${folder} of ${names}${others}; none is made offline.`
      log.warn('clones-lacking', what, { repositories: lacking.size })
    },
  }
}

function refusalOf(cause: unknown, { title }: CloneName): { reason: string; sentence: string } {
  const words = errorText(cause)
  if (cause instanceof NoRepository) {
    const next = cause.isForeign ? '' : ' It is made anew in the next run.'
    return { reason: 'clone-damaged', sentence: `The clone of ${title} does not answer: ${words}.${next}` }
  }
  const reason = cause instanceof NoClone ? cause.reason : 'clone-failed'
  const what =
    reason === 'clone-failed'
      ? 'could not be cloned'
      : 'could not be fetched, so that its old clone does not answer'
  return { reason, sentence: `${title} ${what}: ${words}.` }
}
