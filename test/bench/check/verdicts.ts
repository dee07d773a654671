import type { Ending } from './replayed-web.js'
import { asKey, type Sayings } from './saying.js'

/** How many links a program is wrong about, and in which way; a link counts once. */
export interface Wrong {
  all: number
  /** Said to be lost (broken, dead, blocked, unreachable …) though its address leads to a page. */
  livesCalledLost: number
  /** Said to be alive though its address leads to an error. */
  lostCalledAlive: number
  /** Said to have moved though its own address answers with its page, or to where there is none. */
  movedInVain: number
  /** Nothing said. */
  untold: number
}

/** Addresses whose endings must be known to judge what was said. */
export function targetsOf(sayings: Sayings): string[] {
  return [...sayings.values()].flatMap((each) => (each.kind === 'moved' ? [asKey(each.target)] : []))
}

/**
 * Judges what a program says of links by where their addresses end.
 *
 * A link lives when its address, redirects followed, answers 200, and is lost when it ends in an error. "Alive" is right of
 * the one and "lost" of the other, "lost" standing for every word that denies a page: whoever blocks or limits a
 * program, to its user a living link that it gives up on is reported broken. "Moved" is right where the address
 * no longer holds the page (an error, a redirect, a page that sends its readers on) and the new one does.
 */
export function judge(
  urls: readonly string[],
  sayings: Sayings,
  endings: ReadonlyMap<string, Ending>,
): Wrong {
  const wrong: Wrong = { all: 0, livesCalledLost: 0, lostCalledAlive: 0, movedInVain: 0, untold: 0 }
  const lives = (url: string) => endings.get(asKey(url))?.status === 200
  for (const url of urls) {
    const said = sayings.get(asKey(url)) ?? { kind: 'nothing' }
    if (said.kind === 'nothing') wrong.untold++
    else if (said.kind === 'alive' && !lives(url)) wrong.lostCalledAlive++
    else if (said.kind === 'lost' && lives(url)) wrong.livesCalledLost++
    else if (said.kind === 'moved' && !(endings.get(asKey(url))?.leadsElsewhere && lives(said.target)))
      wrong.movedInVain++
  }
  wrong.all = wrong.livesCalledLost + wrong.lostCalledAlive + wrong.movedInVain + wrong.untold
  return wrong
}
