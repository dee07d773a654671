import { errorCode } from '../model/error-text.js'
import { Failure } from '../model/failure.js'
import type { LinkMemory, RememberedLink } from '../model/link-memory.js'
import { withoutSecrets } from '../model/secrets.js'
import type { LinkTable } from './store/link-table.js'

const batchSize = 100

export interface OpenLinkMemory extends LinkMemory {
  /** Writes what is not written yet; what cannot be written any more is lost. The store stays open. */
  close(): void
}

/**
 * The link memory over its table in the store.
 *
 * It is read whole at the start; what is learnt is written in the next turn of the event loop, so that a killed run loses
 * nothing that was answered but in its last millisecond or two. It is not held on to here: of a long check that would be
 * half of what is in memory.
 * URLs are kept without credentials: those that differ in nothing else share what is known. `flush` throws a
 * {@link Failure} where the disk takes no more.
 */
export function openLinkMemory(store: LinkTable): OpenLinkMemory {
  const links = store.readAll()
  let unwritten = new Map<string, RememberedLink>()
  let timer: NodeJS.Immediate | undefined
  let isFull = false

  function writeAll(): void {
    clearImmediate(timer)
    timer = undefined
    if (unwritten.size === 0) return
    store.write([...unwritten.values()])
    unwritten = new Map()
  }

  /** In the middle of a run a full disk is no reason to stop asking; `flush` will tell. */
  function writeIfPossible(): void {
    try {
      if (!isFull) writeAll()
    } catch {
      isFull = true
    }
  }

  /** The questions that follow on the answers of this turn leave in it, and are not kept waiting. */
  function writeNext(): void {
    timer = setImmediate(writeIfPossible)
  }

  return {
    recall(url) {
      const known = links.get(withoutSecrets(url))
      return known === undefined || known.url === url ? known : { ...known, url }
    },
    remember(link) {
      const kept = redacted(link)
      unwritten.set(kept.url, kept)
      if (unwritten.size >= batchSize) writeIfPossible()
      else timer ??= setImmediate(writeNext)
    },
    lastBegun: () => store.lastBegun(),
    begin: (run) => saving(() => store.begin(run)),
    async flush() {
      saving(writeAll)
    },
    close() {
      writeIfPossible()
      clearImmediate(timer)
    },
  }
}

function saving(write: () => void): void {
  try {
    write()
  } catch (cause) {
    const isFull = errorCode(cause) === 'SQLITE_FULL'
    const why = isFull ? ': there is no space left' : ''
    const remedy = 'Make room on the disk or name a writable folder with --out, then run again with --resume.'
    throw new Failure(`What was learnt of links could not be saved${why}.`, remedy, { cause })
  }
}

/** The link without secrets; most have none, and are not copied. */
function redacted(link: RememberedLink): RememberedLink {
  const { url, finalUrl, target, candidates, validator } = link
  const addresses = [url, finalUrl, target, validator?.address ?? null, ...candidates]
  if (addresses.every((each) => each === null || withoutSecrets(each) === each)) return link
  return {
    ...link,
    url: withoutSecrets(url),
    finalUrl: finalUrl === null ? null : withoutSecrets(finalUrl),
    target: target === null ? null : withoutSecrets(target),
    candidates: candidates.map(withoutSecrets),
    validator: validator && { ...validator, address: withoutSecrets(validator.address) },
  }
}
