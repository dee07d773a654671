import { describe, expect, it } from 'vitest'
import { deadSinceOf, repositoryLinks } from '../../pipeline/assess/freshness.js'
import { assess } from '../../pipeline/assess/index.js'
import { fix } from '../../pipeline/fix/index.js'
import { sha256 } from '../../pipeline/model/digest.js'
import type { LinkRecord } from '../../pipeline/model/links.js'
import { assessSettings } from '../support/assess-settings.js'
import { linkOf, linksOf } from '../support/links.js'
import { fileOf, mappingText, pageText, read } from '../support/page.js'
import { referenceOf } from '../support/reference.js'

describe('links by repository', () => {
  it.each<[string, string | null]>([
    ['https://github.com/SigmaHQ/sigma/blob/master/rules/a.yml', 'github.com/SigmaHQ/sigma'],
    ['http://www.github.com/sigmahq/Sigma/tree/master', 'github.com/sigmahq/Sigma'],
    ['https://raw.githubusercontent.com/SigmaHQ/sigma/master/a.yml', 'github.com/SigmaHQ/sigma'],
    ['https://gitlab.com/a/b/c/-/blob/main/x', 'gitlab.com/a/b/c'],
    ['https://github.com/o/r\\_x/blob/main/a\\_b.yml', 'github.com/o/r_x'],
    ['https://github.com/SigmaHQ/sigma/issues/1', null],
    ['https://attack.mitre.org/techniques/T1059', null],
    ['no address', null],
  ])('%s is of %s', (url, repository) => {
    expect(repositoryLinks([linkOf(url, 'dead')]).map((each) => each.repository)).toEqual(
      repository === null ? [] : [repository],
    )
  })

  it('are one whatever the letter case, most links first', () => {
    const urls = ['o/r/blob/m/a', 'SigmaHQ/sigma/blob/m/a', 'sigmahq/Sigma/tree/m/b']
    const links = urls.map((path, index) =>
      linkOf(`https://github.com/${path}`, index === 1 ? 'dead' : 'alive'),
    )
    const found = repositoryLinks(links)
    expect(found.map(({ repository, links: count }) => [repository, count])).toEqual([
      ['github.com/SigmaHQ/sigma', 2],
      ['github.com/o/r', 1],
    ])
    expect(found[0]?.states).toMatchObject({ alive: 1, dead: 1 })
  })
})

it('dead links are told by how long they have been dead, and those of which nobody knows apart', () => {
  const dead = (since: string | null, more: Partial<LinkRecord> = {}) =>
    linkOf(`https://x.example/${since}`, 'dead', { deadSince: since, ...more })
  const links = [
    dead('2026-11-23T23:59:59.000Z'),
    dead('2026-10-25T00:00:00.000Z', { deadCommit: 'abc' }),
    dead('2025-11-24T00:00:00.000Z'),
    dead('2027-01-01T00:00:00.000Z'),
    dead(null),
    linkOf('https://x.example/alive', 'alive', { deadSince: '2020-01-01T00:00:00.000Z' }),
  ]
  const { bands, undated, byHistory } = deadSinceOf(links, '2026-11-24')
  expect(bands.map((band) => [band.fromDays, band.toDays, band.links])).toEqual([
    [0, 30, 2],
    [30, 365, 1],
    [365, 730, 1],
    [730, 1095, 0],
    [1095, null, 0],
  ])
  expect({ undated, byHistory }).toEqual({ undated: 1, byHistory: 1 })
})

it('what fix would regain is what fix repairs', () => {
  const address = (name: string) => `https://github.com/o/r/blob/main/${name}.yml`
  const row = (name: string) => `* [${name}](${address(name)})`
  const moved = (name: string, to: string, more: Partial<LinkRecord>) =>
    linkOf(address(name), 'moved', { target: address(to), ...more })
  const page = pageText({
    detection: mappingText({ rows: ['sure', 'weak', 'alive', 'sure'].map(row).join('\n') }),
  })
  const file = fileOf('T1071.001.md', page)
  const { records, model } = read(file)
  const places = (name: string) =>
    model.techniques.flatMap(({ mappings }) =>
      mappings.flatMap(({ resources }) =>
        resources
          .filter(({ url }) => url === address(name))
          .map(({ place }) => ({ ...place, role: 'resource' as const })),
      ),
    )
  const links = [
    moved('sure', 'new', { evidence: 'identity', certainty: 'high', places: places('sure') }),
    moved('weak', 'far', { evidence: 'redirect', certainty: 'medium', places: places('weak') }),
    moved('one', 'other', { evidence: 'content', certainty: 'high', places: [] }),
    moved('other', 'one', { evidence: 'content', certainty: 'high', places: [] }),
    linkOf(address('alive'), 'alive', { places: places('alive') }),
  ]
  const { report } = assess(
    { records, model, links: { ...linksOf({}), links }, reference: referenceOf() },
    assessSettings,
  )
  expect(report.repairs).toEqual({
    sureLinks: 1,
    surePlaces: 2,
    otherLinks: 1,
    otherPlaces: 1,
    resources: 1,
  })
  const bytes = new TextEncoder().encode(page)
  const pages = [{ file: 'T1071.001.md', sha256: sha256(bytes) }]
  const { fixed } = fix({ links, pages, files: [file], included: new Set() })
  expect(fixed.flatMap(({ urls }) => urls).length).toBe(report.repairs.sureLinks)
})
