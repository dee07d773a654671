import { bareHost } from '../../model/address.js'
import type { HtmlHead } from './html-head.js'

/** A page with more to say than this is content, whatever its words. */
export const noticeAtMostCharacters = 300

/** Names that servers give to the page on which the lost end up. */
const notFoundSegment =
  /^((error|http|page)[-_]?)?404([-_]?(error|page))?(\.[a-z]{2,5})?$|^(page[-_]?)?not[-_]?found(\.[a-z]{2,5})?$/i

/** Other spellings of a front page, also in one language: `/index.html`, `/en/`, `/de-at/home`. */
const homePath = /^(\/[a-z]{2}([-_][a-z]{2})?)?(\/(index|default|home|main|welcome)(\.[a-z]{2,5})?)?\/*$/i

const notFoundHeading =
  /^(error:? )?404( *$| *[-–—|·:!.,(]| (error|page|file|not)\b)|^not found *($|[-–—|·:!.,(])/i
const notFoundWords =
  /\b(page|file|document|resource|url|address)\b.{0,100}?(\bnot found\b|\b(can ?not|can['’]t|could not|couldn['’]t) be found\b|\b(does not|doesn['’]t|no longer) exists?\b)/i

/**
 * Why a link whose redirects led to `reached` is lost although that page answers, or null: the deeper page of a site was
 * sent to its front page, or to a page whose very name says that there was nothing.
 */
export function lostOnTheWay(asked: URL, reached: URL): 'redirect-to-home' | 'soft-404' | null {
  if (notFoundSegment.test(lastSegment(reached)) && !talksOfNotFound(asked)) return 'soft-404'
  const isHome = reached.pathname === '/' && reached.search === ''
  return isHome && siteOf(reached) === siteOf(asked) && !homePath.test(asked.pathname)
    ? 'redirect-to-home'
    : null
}

/**
 * Whether a page that was answered with success says that there is none ("soft 404"): by its title or, where it is small,
 * by its few words.
 */
export function saysNotFound({ title, words }: HtmlHead, asked: URL, isSmall: boolean): boolean {
  if (talksOfNotFound(asked)) return false
  if (title !== null && isNotFound(title)) return true
  if (!isSmall) return false
  return words.length <= noticeAtMostCharacters && isNotFound(words)
}

function isNotFound(words: string): boolean {
  return notFoundHeading.test(words) || notFoundWords.test(words)
}

/** Whether an address is about missing pages itself, such as an article on them. */
function talksOfNotFound(asked: URL): boolean {
  return /(?<![a-z\d])(error|page)?404(?![a-z\d])|not[-_+.]?found/i.test(asked.pathname + asked.search)
}

function siteOf(url: URL): string {
  return bareHost(url.hostname).replace(/^www\./, '')
}

function lastSegment({ pathname }: URL): string {
  return /([^/]*)\/*$/.exec(pathname)?.[1] ?? ''
}
