import { assess } from '../../pipeline/assess/index.js'
import { gatherLinks } from '../../pipeline/check/gather-links.js'
import { extract } from '../../pipeline/extract/index.js'
import { Failure } from '../../pipeline/model/failure.js'
import { LinkState } from '../../pipeline/model/links.js'
import type { Model, Technique } from '../../pipeline/model/model.js'
import type { PageRecord, Records } from '../../pipeline/model/records.js'
import { normalize } from '../../pipeline/normalize/index.js'
import { readWholeCorpus } from '../../pipeline/system/corpus-folder.js'
import { readReference } from '../../pipeline/system/reference-files.js'
import { assessSettings } from '../support/assess-settings.js'
import { linkOf, linksOf } from '../support/links.js'
import { writeResults } from './results.js'
import { spread } from './speed.js'
import { printTable, spreadCells } from './table.js'

/** A report of the corpus may take so many seconds; of `copies` of it, at most so many times as long for each page. */
const bars = { seconds: 2, timesSlower: 2, copies: 100 }

/**
 * Measures the assessment of a corpus and of 10 and 100 copies of it, each copy with ids and addresses of its own. Time
 * is the processor's, collection of garbage included, so that a busy machine gives the same answer.
 */
export async function benchAssess({ corpus, rounds }: { corpus: string; rounds: number }): Promise<number> {
  const { files, ...name } = await readWholeCorpus(corpus).catch((cause: unknown) => {
    throw new Failure('There is no corpus to assess.', 'Name one with --corpus.', { cause })
  })
  const records = extract(files, name)
  const model = normalize(records)
  const reference = await readReference('data/reference')
  const measured = [1, 10, bars.copies].map((copies) => {
    const facts = copiesOf(records, model, copies)
    const links = { ...linksOf({}), links: linksFor(facts.model) }
    const times: number[] = []
    for (let round = 0; round <= (copies === 1 ? rounds : Math.min(rounds, 3)); round += 1) {
      const start = process.cpuUsage()
      const { report } = assess({ ...facts, links, reference }, assessSettings)
      if (report.techniques.length !== facts.model.techniques.length) throw new Error('techniques were lost')
      if (round > 0 || copies === bars.copies) times.push(secondsSince(start))
    }
    return { copies, pages: facts.model.techniques.length, seconds: spread(times) }
  })
  const perPage = measured.map(({ pages, seconds }) => (seconds.median / pages) * 1e3)
  printTable(
    'report.json (seconds of processor time)',
    ['pages', 'min', 'median', 'max', 'ms a page'],
    measured.map(({ copies, pages, seconds }, at) => [
      `${copies} x the corpus`,
      String(pages),
      ...spreadCells(seconds, (value) => value.toFixed(2)),
      (perPage[at] ?? 0).toFixed(2),
    ]),
  )
  const met = {
    seconds: (measured[0]?.seconds.median ?? Number.POSITIVE_INFINITY) < bars.seconds,
    linear: (perPage.at(-1) ?? Number.POSITIVE_INFINITY) <= bars.timesSlower * (perPage[0] ?? 0),
  }
  process.stdout.write(
    `\nthe corpus within ${bars.seconds} s: ${met.seconds ? 'met' : 'missed'}\n` +
      `${bars.copies} times the corpus within ${bars.timesSlower} times as long for each page: ${met.linear ? 'met' : 'missed'}\n`,
  )
  writeResults('bench-assess', { bars, met, measured })
  return met.seconds && met.linear ? 0 : 1
}

function secondsSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1e6
}

/** Records and model of as many copies; ids, files and addresses of resources are each copy's own. */
function copiesOf(records: Records, model: Model, copies: number): { records: Records; model: Model } {
  const numbers = Array.from({ length: copies }, (_, copy) => copy)
  const named = <Placed extends { file: string }>(copy: number, placed: Placed): Placed => ({
    ...placed,
    file: `${copy}/${placed.file}`,
  })
  const pages = numbers.flatMap((copy) => records.pages.map((page): PageRecord => named(copy, page)))
  const techniques = numbers.flatMap((copy) =>
    model.techniques.map((technique) => copied(technique, copy, (place) => named(copy, place))),
  )
  return { records: { ...records, pages }, model: { ...model, techniques } }
}

function copied(
  technique: Technique,
  copy: number,
  place: <Placed extends { file: string }>(placed: Placed) => Placed,
): Technique {
  return {
    ...technique,
    id: `${technique.id}-${copy}`,
    parentId: technique.parentId === null ? null : `${technique.parentId}-${copy}`,
    place: place(technique.place),
    mappings: technique.mappings.map((mapping) => ({
      ...mapping,
      place: place(mapping.place),
      locator: mapping.locator === null ? null : { ...mapping.locator, place: place(mapping.locator.place) },
      resources: mapping.resources.map((resource) => ({
        ...resource,
        url: resource.url === null ? null : `${resource.url}#${copy}`,
        place: place(resource.place),
      })),
    })),
  }
}

function linksFor(model: Model) {
  return [...gatherLinks(model)].map(([url, places], at) =>
    linkOf(url, LinkState.options[at % LinkState.options.length] ?? 'alive', { places }),
  )
}
