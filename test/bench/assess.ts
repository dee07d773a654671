import { assess } from '../../pipeline/assess/index.js'
import { gatherLinks } from '../../pipeline/check/gather-links.js'
import { extract } from '../../pipeline/extract/index.js'
import { LinkState } from '../../pipeline/model/links.js'
import { normalize } from '../../pipeline/normalize/index.js'
import { readReference } from '../../pipeline/system/reference-files.js'
import { assessSettings } from '../support/assess-settings.js'
import { linkOf, linksOf } from '../support/links.js'
import { generatedFiles } from './generated.js'
import { growthOf } from './growth.js'
import { type BenchRow, rowOf } from './row.js'

/** A report of 578 pages may take so many seconds of the processor, and more pages so much more. */
const bars = { seconds: 2, growth: 1.1 }
const group = 'assess'

/**
 * Measures the assessment of 578 pages, and of more. Time is the processor's, collection of garbage included, so that a
 * busy machine gives the same answer.
 */
export async function benchAssess({ rounds, full }: { rounds: number; full: boolean }): Promise<BenchRow[]> {
  const measured = []
  for (const pages of [578, 5_780, ...(full ? [57_800] : [])])
    measured.push({ size: pages, seconds: await secondsFor(pages, pages === 578 ? rounds : 1) })
  const rows = measured.map(({ size, seconds }) =>
    rowOf({
      group,
      work: `judge ${size} pages: report.json, processor time`,
      unit: 's',
      ours: seconds,
      ...(size === 578 && { bar: { of: 'ours', atMost: bars.seconds } }),
    }),
  )
  return [...rows, growthOf(group, 'judge: time', measured, bars.growth)]
}

async function secondsFor(pages: number, rounds: number): Promise<number[]> {
  const records = extract(await generatedFiles({ pages, seed: 1 }), { location: 'bench', revision: null })
  const model = normalize(records)
  const reference = await readReference('data/reference')
  const states = [...gatherLinks(model)].map(([url, places], at) =>
    linkOf(url, LinkState.options[at % LinkState.options.length] ?? 'alive', { places }),
  )
  const links = { ...linksOf({}), links: states }
  const times: number[] = []
  for (let round = 0; round <= rounds; round += 1) {
    const start = process.cpuUsage()
    const { report } = assess({ records, model, links, reference }, assessSettings)
    if (report.techniques.length !== model.techniques.length) throw new Error('techniques were lost')
    if (round > 0) times.push(secondsSince(start))
  }
  return times
}

function secondsSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1e6
}
